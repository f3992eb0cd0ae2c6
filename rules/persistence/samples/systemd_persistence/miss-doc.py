UNIT = """[Service]
ExecStart=/usr/bin/app
"""
print(UNIT)
