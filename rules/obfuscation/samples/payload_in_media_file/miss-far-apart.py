import subprocess
from PIL import Image


def grab(args, path):
    subprocess.call(args)
    return path


# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
# A long way to another matter.
def read(path):
    image = Image.open(path)
    return image


# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
# And on to the next.
def colour(text):
    return bytes.fromhex(text)
