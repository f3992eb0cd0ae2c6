import os
def main():
    os.system("python my_script.py")
