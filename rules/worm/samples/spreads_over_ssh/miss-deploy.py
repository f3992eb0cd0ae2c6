client = paramiko.SSHClient()
client.open_sftp().put("app.tar", "/srv/app.tar")
