os.system("taskmgr")
