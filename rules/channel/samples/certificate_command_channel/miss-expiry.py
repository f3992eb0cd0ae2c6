cert = sock.getpeercert()
print(cert["subject"], cert["notAfter"])
