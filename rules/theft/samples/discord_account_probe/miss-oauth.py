requests.get("https://discord.com/api/users/@me", headers={"Authorization": f"Bearer {token}"})
