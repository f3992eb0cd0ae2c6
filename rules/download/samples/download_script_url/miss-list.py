import requests
words = requests.get("https://example.org/words.txt").text.split()
