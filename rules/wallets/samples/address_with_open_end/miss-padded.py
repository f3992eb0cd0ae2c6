FORM = "0x{}"

def padded(number):
    return FORM.format(hex(number)[2:].zfill(40))[-42:]
