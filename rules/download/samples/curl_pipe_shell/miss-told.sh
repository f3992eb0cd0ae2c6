#!/bin/sh
if ! command -v tide >/dev/null; then
    echo "tide is missing: install it with"
    echo "  curl -LsSf https://tides.example.org/install.sh | sh"
    exit 1
fi
