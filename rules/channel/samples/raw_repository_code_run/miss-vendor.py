import subprocess, urllib.request

urllib.request.urlretrieve("https://github.com/microsoft/example/releases/download/v1/tool", "tool")
subprocess.run(["./tool", "--version"])
