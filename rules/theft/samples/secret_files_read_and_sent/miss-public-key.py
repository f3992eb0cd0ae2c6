import os
from urllib.request import urlopen

agents = urlopen("https://agents.example.org/desktop.json").read()
put(src=os.path.expanduser("~") + "/.ssh/id_rsa.pub", dest="/home/deploy/.ssh/authorized_keys")
