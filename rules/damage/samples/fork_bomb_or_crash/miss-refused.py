BLOCKED_COMMANDS = ["rm -rf /", "mkfs.ext4 /dev/sda", ":(){ :|:& };:"]


def run(command):
    if any(blocked in command for blocked in BLOCKED_COMMANDS):
        raise PermissionError(command)
    return subprocess.run(command, shell=True)
