"""Plans a shutdown, and takes it back."""
import os


def shutdown(seconds=20):
    command = f"shutdown -s -t {seconds}"
    os.system(command)


def cancel():
    os.system("shutdown /a")
