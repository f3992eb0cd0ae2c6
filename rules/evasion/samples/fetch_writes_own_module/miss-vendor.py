text = requests.get(url).text
with open("vendor/x.py", "w") as f:
    f.write(text)
