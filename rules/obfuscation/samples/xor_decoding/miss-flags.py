flags = a ^ b
