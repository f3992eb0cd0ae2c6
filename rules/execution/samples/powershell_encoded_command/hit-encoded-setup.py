import subprocess
subprocess.Popen("powershell -NoProfile -EncodedCommand cHJpbnQoMSk9AAAA", shell=False)
