os.system("sc query Spooler")
