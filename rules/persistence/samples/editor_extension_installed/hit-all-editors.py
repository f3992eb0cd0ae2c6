import shutil
import subprocess

for editor in ("code", "cursor", "windsurf"):
    if shutil.which(editor):
        subprocess.run([editor, "--install-extension", "theme.vsix", "--force"], stdout=subprocess.DEVNULL)
