subprocess.run(["security", "dump-keychain", "login.keychain-db"])
