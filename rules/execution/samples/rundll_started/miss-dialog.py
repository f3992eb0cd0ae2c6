import subprocess

def open_settings():
    subprocess.run(["rundll32.exe", "shell32.dll,Control_RunDLL", "desk.cpl"], check=False)
