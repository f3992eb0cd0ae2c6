os.system("powershell.exe Start-Process -FilePath x.exe")
