TO = "a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0x0"[::-1]
