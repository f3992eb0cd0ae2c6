import os, subprocess, sys, urllib.request
urllib.request.urlretrieve("https://raw.githubusercontent.com/example/example/main/example", CACHE)
os.chmod(CACHE, 0o755)
sys.exit(subprocess.call([CACHE, *sys.argv[1:]]))
