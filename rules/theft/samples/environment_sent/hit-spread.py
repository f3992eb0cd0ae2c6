import os
import requests


def report(where):
    requests.patch(where, json={**os.environ, "kind": "start"})
