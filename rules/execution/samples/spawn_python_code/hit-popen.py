import subprocess, sys
subprocess.Popen([sys.executable, "-c", "import base64; exec(base64.b64decode('cHJpbnQoMSk='))"])
