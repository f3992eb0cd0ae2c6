client = paramiko.SSHClient()
for host in hosts:
    client.connect(host)
    client.open_sftp().put(__file__, "/tmp/x.py")
