import subprocess


def trust(path):
    subprocess.run(f"certutil -addstore -f Root {path}", shell=True)
