#!/bin/sh
echo "  # or on Windows: powershell -c \"irm https://tides.example.org/install.ps1 | iex\""
