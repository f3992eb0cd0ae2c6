os.system("attrib +h +s x.exe")
