import subprocess
subprocess.Popen("rundll32 " + path + "\\inert.dll,Start", shell=True)
subprocess.Popen("rundll32 pkg\\inert.dll,Start")
