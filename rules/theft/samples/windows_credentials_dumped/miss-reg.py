os.system("reg query HKLM\\Software\\Python")
