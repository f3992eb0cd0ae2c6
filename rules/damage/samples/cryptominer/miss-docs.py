TEXT = "mining difficulty of a block"
