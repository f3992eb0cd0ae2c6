FILES = ["logins.json", "key4.db"]
nss.PK11SDR_Decrypt(a, b, None)
