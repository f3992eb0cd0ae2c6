import os
os.system("pip install inert-example")
