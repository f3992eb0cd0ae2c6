#!/bin/sh
curl -fsSL https://get.tides.example/tool.tar.gz -o /tmp/tool.tar.gz
tar xzf /tmp/tool.tar.gz -C /usr/local
