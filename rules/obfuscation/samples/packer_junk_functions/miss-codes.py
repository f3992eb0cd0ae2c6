if code == 10054:
    print(10054)
