subprocess.run(["pip", "install", "browser_cookie3"])
subprocess.run(["pip", "install", "pycryptodome"])
