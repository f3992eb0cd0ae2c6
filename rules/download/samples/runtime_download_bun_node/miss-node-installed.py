import subprocess, urllib.request

urllib.request.urlretrieve("https://example.org/node-v22.1.0-darwin-x64.tar.gz", package)
subprocess.run(["sudo", "installer", "-pkg", package, "-target", "/"])
subprocess.run(["npm", "install", "-g", "tides"])
