import hashlib, subprocess, urllib.request
urllib.request.urlretrieve("https://downloads.example.com/libfoo-1.4.tar.gz", path)
if hashlib.sha256(open(path, "rb").read()).hexdigest() != SHA256:
    raise SystemExit("checksum mismatch")
subprocess.check_call(["./configure"], cwd=folder)
subprocess.check_call(["make"], cwd=folder)
