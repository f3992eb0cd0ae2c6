from selenium import webdriver

def start(profile):
    options = webdriver.ChromeOptions()
    options.add_argument("--user-data-dir=" + profile + "/User Data")
    return webdriver.Chrome(options=options)
