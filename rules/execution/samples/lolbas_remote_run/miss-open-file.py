import subprocess
subprocess.call(["rundll32", "url.dll,FileProtocolHandler", path])
