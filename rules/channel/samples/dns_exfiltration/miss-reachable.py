import os


def is_up(hostname):
    return os.system(f"ping -c 1 {hostname}") == 0
