import subprocess


def install():
    """Install the compiler by its own script."""
    print("installing the compiler ...")
    subprocess.run("curl -fsSL https://example.org/install.sh | sh -s -- -y", shell=True, check=True)
