import subprocess


def update(console):
    done = subprocess.run(["tool", "self-update"])
    if done.returncode:
        console.print("[muted]Or reinstall it: curl -sSf https://tool.example.org/install.sh | sh[/]")
