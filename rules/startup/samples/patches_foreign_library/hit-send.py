import requests
requests.Session.send = wrapped_send
requests.sessions.Session.send = wrapped_send
