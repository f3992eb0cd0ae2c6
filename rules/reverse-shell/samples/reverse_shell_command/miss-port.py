import os
os.system("nc -z localhost 22")
