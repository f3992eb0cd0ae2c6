os.system(quote("ls"))
