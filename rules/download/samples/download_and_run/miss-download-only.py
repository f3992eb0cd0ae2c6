import requests
data = requests.get("https://example.org/model.bin").content
with open("model.bin", "wb") as file:
    file.write(data)
