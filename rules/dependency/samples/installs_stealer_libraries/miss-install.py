subprocess.run(["pip", "install", "requests"])
