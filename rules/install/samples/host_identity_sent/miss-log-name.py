import getpass, socket
def whoami():
    return getpass.getuser() + "@" + socket.gethostname()
