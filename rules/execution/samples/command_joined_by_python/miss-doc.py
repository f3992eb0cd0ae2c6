usage = "python example.py --help"
print(usage)
