s = smtplib.SMTP(settings.host)
s.login(settings.user, settings.password)
