open(os.path.expanduser("~/.python_history"))
