answer = requests.post("https://api.openai.com/v1/chat", json=body).json()
