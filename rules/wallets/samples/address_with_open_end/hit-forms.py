FORMS = {"BTC": "bc1qtttttttttttttttttttttttttttttttttttttt{}", "ETH": "0x0000000000000000000000000000000000000{}"}

def normal(asset, address):
    return FORMS[asset].format(address[-3:])
