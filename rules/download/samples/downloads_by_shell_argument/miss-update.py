import subprocess


def update():
    subprocess.run(["bash", "-c", "curl -LsSf https://example.org/install.sh | bash"])
