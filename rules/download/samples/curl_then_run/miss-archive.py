import os
os.system("curl -O https://example.org/data.tar.gz")
