TEXT = "works in PowerShell"
