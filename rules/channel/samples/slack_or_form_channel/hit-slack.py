URL = "https://hooks.slack.example.invalid/services/T00000000/B00000000/aaaaaaaaaaaaaaaaaaaaaaaa"
