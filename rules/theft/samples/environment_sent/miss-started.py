import os
import subprocess

import httpx

def upload(host, files):
    token = httpx.post(f"https://{host}/token", json={"job": os.environ["JOB"]}).json()["token"]
    env = {**os.environ, "UPLOAD_TOKEN": token}
    return subprocess.run(["upload", *files], env=env).returncode
