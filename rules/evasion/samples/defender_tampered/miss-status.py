os.system("powershell Get-MpComputerStatus")
