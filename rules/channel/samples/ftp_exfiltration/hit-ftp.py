from ftplib import FTP
f = FTP("files.example.invalid")
f.login("user", "secret")
f.storbinary("STOR x", open("x", "rb"))
