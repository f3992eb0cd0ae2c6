line = chr(13) + chr(10)
