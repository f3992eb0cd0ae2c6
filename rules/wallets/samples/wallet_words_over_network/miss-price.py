import requests
from web3 import Web3


def price(symbol):
    return requests.get("https://prices.example.org/" + symbol).json()
