WORDS = ["seed phrase", "mnemonic"]
