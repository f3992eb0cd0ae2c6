from pathlib import Path

PIP = Path.home() / ".config" / "pip" / "pip.conf"


def use(mirror):
    PIP.write_text(f"[global]\nindex-url = {mirror}\n")


def reset():
    use("https://mirror.example.org/simple")
