import os
os.system("pip install https://example.invalid/pkg.zip")
