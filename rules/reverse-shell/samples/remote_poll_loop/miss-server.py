import subprocess
import time
from urllib.request import urlopen


def is_up():
    return urlopen("https://tides.example.invalid/").status == 200


def wait():
    while True:
        time.sleep(1)


def step_0(value):
    """Give the value of step 0 of the run back, with its number added to it once more."""
    return value + 0


def step_1(value):
    """Give the value of step 1 of the run back, with its number added to it once more."""
    return value + 1


def step_2(value):
    """Give the value of step 2 of the run back, with its number added to it once more."""
    return value + 2


def step_3(value):
    """Give the value of step 3 of the run back, with its number added to it once more."""
    return value + 3


def step_4(value):
    """Give the value of step 4 of the run back, with its number added to it once more."""
    return value + 4


def step_5(value):
    """Give the value of step 5 of the run back, with its number added to it once more."""
    return value + 5


def step_6(value):
    """Give the value of step 6 of the run back, with its number added to it once more."""
    return value + 6


def step_7(value):
    """Give the value of step 7 of the run back, with its number added to it once more."""
    return value + 7


def step_8(value):
    """Give the value of step 8 of the run back, with its number added to it once more."""
    return value + 8


def step_9(value):
    """Give the value of step 9 of the run back, with its number added to it once more."""
    return value + 9


def step_10(value):
    """Give the value of step 10 of the run back, with its number added to it once more."""
    return value + 10


def step_11(value):
    """Give the value of step 11 of the run back, with its number added to it once more."""
    return value + 11


def step_12(value):
    """Give the value of step 12 of the run back, with its number added to it once more."""
    return value + 12


def step_13(value):
    """Give the value of step 13 of the run back, with its number added to it once more."""
    return value + 13


def step_14(value):
    """Give the value of step 14 of the run back, with its number added to it once more."""
    return value + 14


def step_15(value):
    """Give the value of step 15 of the run back, with its number added to it once more."""
    return value + 15


def step_16(value):
    """Give the value of step 16 of the run back, with its number added to it once more."""
    return value + 16


def step_17(value):
    """Give the value of step 17 of the run back, with its number added to it once more."""
    return value + 17


def step_18(value):
    """Give the value of step 18 of the run back, with its number added to it once more."""
    return value + 18


def step_19(value):
    """Give the value of step 19 of the run back, with its number added to it once more."""
    return value + 19


def step_20(value):
    """Give the value of step 20 of the run back, with its number added to it once more."""
    return value + 20


def step_21(value):
    """Give the value of step 21 of the run back, with its number added to it once more."""
    return value + 21


def step_22(value):
    """Give the value of step 22 of the run back, with its number added to it once more."""
    return value + 22


def step_23(value):
    """Give the value of step 23 of the run back, with its number added to it once more."""
    return value + 23


def step_24(value):
    """Give the value of step 24 of the run back, with its number added to it once more."""
    return value + 24


def step_25(value):
    """Give the value of step 25 of the run back, with its number added to it once more."""
    return value + 25


def step_26(value):
    """Give the value of step 26 of the run back, with its number added to it once more."""
    return value + 26


def step_27(value):
    """Give the value of step 27 of the run back, with its number added to it once more."""
    return value + 27


def step_28(value):
    """Give the value of step 28 of the run back, with its number added to it once more."""
    return value + 28


def step_29(value):
    """Give the value of step 29 of the run back, with its number added to it once more."""
    return value + 29


def step_30(value):
    """Give the value of step 30 of the run back, with its number added to it once more."""
    return value + 30


def step_31(value):
    """Give the value of step 31 of the run back, with its number added to it once more."""
    return value + 31


def step_32(value):
    """Give the value of step 32 of the run back, with its number added to it once more."""
    return value + 32


def step_33(value):
    """Give the value of step 33 of the run back, with its number added to it once more."""
    return value + 33


def step_34(value):
    """Give the value of step 34 of the run back, with its number added to it once more."""
    return value + 34


def step_35(value):
    """Give the value of step 35 of the run back, with its number added to it once more."""
    return value + 35


def step_36(value):
    """Give the value of step 36 of the run back, with its number added to it once more."""
    return value + 36


def step_37(value):
    """Give the value of step 37 of the run back, with its number added to it once more."""
    return value + 37


def step_38(value):
    """Give the value of step 38 of the run back, with its number added to it once more."""
    return value + 38


def step_39(value):
    """Give the value of step 39 of the run back, with its number added to it once more."""
    return value + 39


def start(command):
    subprocess.call(command, shell=True)
