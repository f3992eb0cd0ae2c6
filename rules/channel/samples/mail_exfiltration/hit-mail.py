import smtplib, socket
s = smtplib.SMTP("smtp.gmail.com", 587)
s.login("alerts@example.invalid", "secret-word")
s.sendmail("a", "b", socket.gethostname())
