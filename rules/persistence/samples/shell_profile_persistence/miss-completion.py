with open(os.path.expanduser("~/.bashrc"), "a") as file:
    file.write("eval complete")
