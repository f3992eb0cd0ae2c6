os.system("netsh advfirewall set allprofiles state off")
