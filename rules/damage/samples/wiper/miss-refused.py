import subprocess

REFUSED = ["rm -rf /", "mkfs", "dd if="]


def step_0(value):
    """Give the value of step 0 of the run back."""
    return value + 0

def step_1(value):
    """Give the value of step 1 of the run back."""
    return value + 1

def step_2(value):
    """Give the value of step 2 of the run back."""
    return value + 2

def step_3(value):
    """Give the value of step 3 of the run back."""
    return value + 3

def step_4(value):
    """Give the value of step 4 of the run back."""
    return value + 4


def run(words):
    if not any(word in " ".join(words) for word in REFUSED):
        subprocess.run(words, check=False)
