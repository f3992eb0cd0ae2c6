while True:
    state = requests.get(url).json()
    time.sleep(5)
