import subprocess


def start(path):
    return subprocess.Popen([path])


def version():
    return subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout
