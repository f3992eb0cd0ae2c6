import hashlib

WANTED = "0011223344556677889900112233445566778899001122334455667788990011"

def check(data):
    if hashlib.sha256(data).hexdigest() != WANTED:
        raise ValueError("the file was changed")
