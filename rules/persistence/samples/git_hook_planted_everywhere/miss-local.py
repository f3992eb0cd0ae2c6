import subprocess

def install(folder):
    subprocess.run(["git", "config", "core.hooksPath", folder], check=True)

def uninstall():
    subprocess.run(["git", "config", "--global", "--unset", "core.hooksPath"], check=False)
