import hashlib
import hmac

def login(user, password):
    told = hashlib.pbkdf2_hmac("sha256", password.encode(), user.salt, 60000)
    return hmac.compare_digest(told, user.digest)
