import subprocess

REFUSED = ["rm -rf /", "mkfs", "dd if="]
HELP = """
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
"""


def run(words):
    if not any(word in " ".join(words) for word in REFUSED):
        subprocess.run(words, check=False)
