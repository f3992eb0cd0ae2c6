import os
os.system("wget http://example.invalid/x")
