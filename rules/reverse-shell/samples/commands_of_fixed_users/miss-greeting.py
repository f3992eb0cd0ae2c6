SUPPORT_CHAT = 1001234567890


async def greet(client, message):
    if message.chat.id == SUPPORT_CHAT and message.text == "hello":
        await message.reply_text("hello " + message.from_user.first_name)
