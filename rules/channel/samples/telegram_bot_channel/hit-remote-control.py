TOKEN = "123456789:AAaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
bot = telebot.TeleBot(TOKEN)


@bot.message_handler(commands=["run"])
def run(message):
    bot.send_message(message.chat.id, subprocess.check_output(message.text, shell=True))
