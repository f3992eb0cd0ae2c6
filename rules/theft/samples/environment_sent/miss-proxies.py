import os
from urllib.request import ProxyHandler, build_opener, urlopen


def getproxies_environment():
    proxies = {}
    for name, value in os.environ.items():
        name = name.lower()
        if value and name[-6:] == "_proxy":
            proxies[name[:-6]] = value
    return proxies


def page(address):
    return build_opener(ProxyHandler(getproxies_environment())).open(address) or urlopen(address)
