URL = "https://abcd-203-0-113-9.ngrok-free.app.example.invalid"
