B = ["\\Google\\Chrome\\User Data"]
