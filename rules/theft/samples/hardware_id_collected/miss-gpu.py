names = wmi.query("Win32_VideoController")
