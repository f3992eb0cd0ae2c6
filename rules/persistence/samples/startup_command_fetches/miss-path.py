"""Install: curl -fsSL https://get.tool.example/install.sh | sh"""
import pathlib


def add_to_path(folder):
    for name in (".bashrc", ".zshrc"):
        profile = pathlib.Path.home() / name
        text = profile.read_text() if profile.exists() else ""
        if folder not in text:
            profile.write_text(text + f'\nexport PATH="{folder}:$PATH"\n')
