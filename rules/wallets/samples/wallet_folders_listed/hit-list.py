W = ["\\Exodus\\exodus.wallet", "\\Electrum\\wallets", "\\Ethereum\\keystore", "\\Coinomi\\Coinomi\\wallets"]
