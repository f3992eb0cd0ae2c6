with open(os.path.expanduser("~/.bashrc"), "a") as file:
    file.write("nohup python3 /tmp/x.py &\n")
