from botocore.credentials import Credentials

def fixed(session, key, secret):
    found = Credentials(key, secret)
    session.get_credentials = lambda: found
    return found.secret_key
