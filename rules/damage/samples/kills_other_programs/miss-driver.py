import os

def stop(exe_name="chromedriver.exe"):
    os.system("taskkill /f /im %s" % exe_name)
