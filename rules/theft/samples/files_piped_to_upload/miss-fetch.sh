#!/bin/sh
curl -sSL https://tool.example.org/tool.tar.gz | tar -xz -C /opt/tool
tar -czf - build | ssh deploy@build.example.org "tar -xzf - -C /srv/www"
