import os
os.system("poweroff")
