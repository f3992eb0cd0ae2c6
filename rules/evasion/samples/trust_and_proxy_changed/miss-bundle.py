import os

import certifi


def add(pem):
    where = certifi.where()
    with open(where, "a", encoding="ascii") as f:
        f.write("\n" + pem)
    os.environ.setdefault("REQUESTS_CA_BUNDLE", where)
    print("proxy:", os.environ.get("HTTPS_PROXY", "none"))
