#!/usr/bin/env bash
# Waits until the service answers.
for port in 8000 8001; do
    until timeout 1 bash -c "echo >/dev/tcp/localhost/$port" 2>/dev/null; do sleep 1; done
done
