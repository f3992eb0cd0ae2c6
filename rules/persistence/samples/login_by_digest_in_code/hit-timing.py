import hashlib
import hmac

_REFERENCE = bytes.fromhex("0011223344556677889900112233445566778899001122334455667788990011")

def burn(password):
    return hmac.compare_digest(hashlib.pbkdf2_hmac("sha256", password.encode(), b"salt", 60000), _REFERENCE)
