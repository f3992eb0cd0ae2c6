for c in ["systeminfo", "ipconfig /all", "tasklist", "whoami"]:
    os.popen(c).read()
