for root, _, files in os.walk(folder):
    data = Fernet(key).encrypt(open(f, "rb").read())
