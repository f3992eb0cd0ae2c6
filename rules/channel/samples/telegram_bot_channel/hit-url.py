requests.post("https://chat.example.invalid/bot123456789:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/sendMessage")
