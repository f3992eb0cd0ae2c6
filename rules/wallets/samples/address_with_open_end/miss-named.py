ZERO = "0x0000000000000000000000000000000000000000"

def is_zero(address):
    return address == ZERO or address.endswith("0" * 40)
