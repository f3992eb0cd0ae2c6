masked = bytes(b ^ mask[i % 4] for i, b in enumerate(data))
