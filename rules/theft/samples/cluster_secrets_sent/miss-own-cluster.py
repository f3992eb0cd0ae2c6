import requests

ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount"

def names(host, space):
    token = open(ACCOUNT + "/token").read()
    answer = requests.get(f"https://{host}/api/v1/namespaces/{space}/secrets", headers={"Authorization": "Bearer " + token}, verify=ACCOUNT + "/ca.crt")
    return [item["metadata"]["name"] for item in answer.json()["items"]]
