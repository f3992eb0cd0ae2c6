import subprocess


def password(host):
    asked = subprocess.run(["git", "credential", "fill"], input=f"protocol=https\nhost={host}\n\n", capture_output=True, text=True)
    return dict(line.split("=", 1) for line in asked.stdout.splitlines())["password"]
