os.system("netsh advfirewall show allprofiles")
