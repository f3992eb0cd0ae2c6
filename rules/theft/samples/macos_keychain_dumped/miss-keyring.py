subprocess.run(["security", "find-generic-password", "-s", service])
