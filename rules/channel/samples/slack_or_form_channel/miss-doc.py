URL = "https://hooks.slack.com/services/..."
