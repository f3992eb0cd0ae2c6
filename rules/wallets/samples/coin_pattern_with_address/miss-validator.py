import re

FORMATS = {"btc": re.compile(r"^(bc1|[13])[a-zA-HJ-NP-Z0-9]{25,39}$"), "eth": re.compile(r"^0x[a-fA-F0-9]{40}$")}


def coin(address):
    return next((name for name, form in FORMATS.items() if form.match(address)), None)
