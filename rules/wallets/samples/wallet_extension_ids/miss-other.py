EXTENSION = "abcdefghijklmnopabcdefghijklmnop"
