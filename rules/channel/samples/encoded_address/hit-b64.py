url = base64.b64decode("aHR0cHM6Ly9leGFtcGxlLmludmFsaWQvYQ==")
