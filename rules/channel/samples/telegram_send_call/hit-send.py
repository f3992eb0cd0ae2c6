requests.get(f"https://api.telegram.org/bot{token}/sendMessage?chat_id={chat}&text={text}")
