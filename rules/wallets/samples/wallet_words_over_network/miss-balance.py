import requests
from web3 import HTTPProvider, Web3


def balance(address):
    return requests.get("https://ledger.example.org/balance?of=" + address).json()["result"]


class Ledger:
    """What the chain knows of an account; the key of the account stays with the node."""

    def __init__(self, node):
        self.chain = Web3(HTTPProvider(node))

    def height(self):
        return self.chain.eth.block_number

    def nonce(self, address):
        return self.chain.eth.get_transaction_count(address)

    def history(self, address, first, last):
        found = []
        for number in range(first, last + 1):
            block = self.chain.eth.get_block(number, full_transactions=True)
            for entry in block["transactions"]:
                if address in (entry["from"], entry["to"]):
                    found.append({"block": number, "value": entry["value"], "gas": entry["gas"], "to": entry["to"]})
        found.sort(key=lambda entry: (entry["block"], entry["value"]))
        return found

    def outgoing(self, address, first, last):
        return [entry for entry in self.history(address, first, last) if entry["to"] != address]

    def incoming(self, address, first, last):
        return [entry for entry in self.history(address, first, last) if entry["to"] == address]

    def average(self, address, first, last):
        values = [entry["value"] for entry in self.history(address, first, last)]
        return sum(values) / len(values) if values else 0

    def price_of_gas(self, blocks=20):
        latest = self.height()
        prices = [self.chain.eth.get_block(number)["baseFeePerGas"] for number in range(latest - blocks, latest)]
        return sum(prices) // len(prices)

    def pay(self, account, to, value):
        payment = {"to": to, "value": value, "nonce": self.nonce(account.address), "gas": 21_000}
        private_key = account.key
        signed = self.chain.eth.account.sign_transaction(payment, private_key)
        return self.chain.eth.send_raw_transaction(signed.raw_transaction)
