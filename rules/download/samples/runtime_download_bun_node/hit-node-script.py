import subprocess, urllib.request

urllib.request.urlretrieve("https://example.invalid/node-v22.1.0-win-x64.zip", archive)
subprocess.Popen([node, os.path.join(os.path.dirname(__file__), "router.js")])
