print(r"Look in Start Menu\Programs")
