import subprocess
subprocess.Popen(["bash", "-c", "echo 'ZWNobyBpbmVydDsgZWNobyBpbmVydA=='|base64 --decode|/bin/bash"])
