f = FTP(host)
f.login(user, password)
f.storbinary("STOR x", handle)
