URL = "https://chat.example.invalid/api/webhooks/<id>/<token>"
