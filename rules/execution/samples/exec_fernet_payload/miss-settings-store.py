from cryptography.fernet import Fernet
def read(path, key):
    return Fernet(key).decrypt(path.read_bytes())
