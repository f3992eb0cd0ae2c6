import urllib.request, zipfile
urllib.request.urlretrieve("https://example.org/d.zip", "d.zip")
zipfile.ZipFile("d.zip").extractall("data")
