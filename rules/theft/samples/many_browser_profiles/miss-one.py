path = "\\Google\\Chrome\\User Data"
