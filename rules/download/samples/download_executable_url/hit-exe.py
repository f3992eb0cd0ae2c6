from urllib.request import urlretrieve
urlretrieve("https://example.invalid/files/Setup.exe", "s.exe")
