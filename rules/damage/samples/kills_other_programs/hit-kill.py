os.system("taskkill /F /IM chrome.exe")
