import os, tempfile, requests
path = os.path.join(tempfile.gettempdir(), "cache.json")
open(path, "w").write(requests.get("https://example.org/c.json").text)
