import os
import subprocess

ADMINS = {int(number) for number in os.environ["ADMINS"].split(",")}
LIMIT = 10000000


async def restart(client, message):
    if message.from_user.id not in ADMINS:
        return await message.reply_text("not for you")
    subprocess.run(["systemctl", "--user", "restart", "bot"], check=True)
