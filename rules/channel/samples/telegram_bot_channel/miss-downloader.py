import os
import subprocess

import telebot

TOKEN = "1234567890:AAabcdefghijklmnopqrstuvwxyz0123456"
PORT = int(os.environ.get("PORT", 8080))
bot = telebot.TeleBot(TOKEN)


@bot.message_handler(content_types=["text"])
def download(message):
    name = message.from_user.first_name
    subprocess.run(["ffmpeg", "-i", message.text, "out.mp4"], timeout=60)
    bot.send_document(message.chat.id, open("out.mp4", "rb"), caption=name)
