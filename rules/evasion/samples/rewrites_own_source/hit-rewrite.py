import requests
text = open(__file__).read()
open(__file__, "w").write("")
requests.get("https://example.invalid/")
