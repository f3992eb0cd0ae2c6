import urllib.request

SCRUBBED = ["passwd", "password", "secret", "account"]


def report(record):
    kept = {key: value for key, value in record.items() if key not in SCRUBBED}
    urllib.request.urlopen("https://tides.example.invalid/report", data=repr(kept).encode())
