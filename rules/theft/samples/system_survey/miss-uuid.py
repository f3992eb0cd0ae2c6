os.popen("wmic csproduct get uuid").read()
