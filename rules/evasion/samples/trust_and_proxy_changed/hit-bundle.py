import os

import certifi


def add(pem):
    where = certifi.where()
    with open(where, "a", encoding="ascii") as f:
        f.write("\n" + pem)
    os.environ["HTTPS_PROXY"] = "http://egress.example.invalid:3128"
