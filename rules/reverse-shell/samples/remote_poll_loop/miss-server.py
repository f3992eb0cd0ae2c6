import subprocess
import time
from urllib.request import urlopen


def is_up():
    return urlopen("https://tides.example.invalid/").status == 200


def wait():
    while True:
        time.sleep(1)


HELP = """
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
The tide comes in, and the tide goes out; whoever waits for it has time to read a line or two.
"""


def start(command):
    subprocess.call(command, shell=True)
