import json, urllib.request
base = "http://169.254.169.254/latest/meta-data/iam/security-credentials/"
role = urllib.request.urlopen(base).read().decode()
keys = json.load(urllib.request.urlopen(base + role))
