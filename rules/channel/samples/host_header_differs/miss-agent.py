r = Request("https://example.org/", headers={"User-Agent": "x"})
urlopen(r)
