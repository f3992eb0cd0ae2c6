subprocess.run(["x"], stdout=subprocess.DEVNULL)
