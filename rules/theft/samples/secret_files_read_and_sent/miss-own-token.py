path = os.path.join(os.path.expanduser("~"), ".ssh", "heating_token")
requests.post("https://example.org/api/events", headers={"Authorization": open(path).read()})
