LOGO = "https://cdn.discord.example.invalid/attachments/123456789012345678/123456789012345678/logo.png"
