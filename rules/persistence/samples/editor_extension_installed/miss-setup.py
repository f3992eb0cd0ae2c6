import subprocess


def main():
    """Install the extension of this project into VS Code."""
    print("installing the extension ...")
    subprocess.run(["code", "--install-extension", "example.language"], check=True)
