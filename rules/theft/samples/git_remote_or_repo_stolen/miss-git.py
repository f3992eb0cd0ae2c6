remote = subprocess.check_output(["git", "remote", "-v"])
