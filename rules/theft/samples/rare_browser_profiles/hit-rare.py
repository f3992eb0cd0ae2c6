B = ["\\Amigo\\User Data", "\\Kometa\\User Data", "\\7Star\\7Star\\User Data"]
