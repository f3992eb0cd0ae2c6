"""Honest bots, loggers and scrapers."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["CHAT"]

CHAT = Shapes()


@CHAT
def discord_bot_from_env() -> Built:
    """A Discord bot whose token comes from the environment"""
    return small(
        "mymusicbot",
        """\
import os, asyncio
import discord
from discord.ext import commands
import yt_dlp
from dotenv import load_dotenv

load_dotenv()
TOKEN = os.getenv('DISCORD_TOKEN')
bot = commands.Bot(command_prefix='!', intents=discord.Intents.all())


@bot.event
async def on_ready():
    print(f'Logged in as {bot.user}')


@bot.command()
async def play(ctx, url):
    vc = await ctx.author.voice.channel.connect()
    with yt_dlp.YoutubeDL({'format': 'bestaudio'}) as ydl:
        info = ydl.extract_info(url, download=False)
    vc.play(discord.FFmpegPCMAudio(info['url']))


@bot.command()
async def kick(ctx, member: discord.Member):
    await member.kick()


def run():
    bot.run(TOKEN)
""",
    )


@CHAT
def discord_webhook_logger() -> Built:
    """A logging handler that posts records to a webhook which the user gives"""
    return small(
        "discord-log-handler",
        """\
import logging, os, socket, traceback
import requests


class DiscordHandler(logging.Handler):
    '''Example: DiscordHandler('https://discord.com/api/webhooks/<id>/<token>')'''

    def __init__(self, webhook_url=None):
        super().__init__()
        self.url = webhook_url or os.environ.get('DISCORD_WEBHOOK_URL')

    def emit(self, record):
        content = f'**{record.levelname}** on {socket.gethostname()}: {self.format(record)[:1900]}'
        try:
            requests.post(self.url, json={'content': content, 'username': 'logger', 'embeds': []}, timeout=5)
        except Exception:
            self.handleError(record)
""",
    )


@CHAT
def telegram_bot_admin() -> Built:
    """A Telegram bot by which somebody restarts their own server"""
    return small(
        "tg-server-admin",
        """\
import os, subprocess
from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

ADMIN = int(os.environ['ADMIN_ID'])


async def status(update: Update, context: ContextTypes.DEFAULT_TYPE):
    if update.effective_user.id != ADMIN:
        return
    out = subprocess.check_output(['uptime'], text=True)
    await update.message.reply_text(out)


async def restart(update: Update, context: ContextTypes.DEFAULT_TYPE):
    if update.effective_user.id != ADMIN:
        return
    subprocess.run(['systemctl', 'restart', context.args[0]], check=True)
    await update.message.reply_text('done')


def main():
    app = Application.builder().token(os.environ['BOT_TOKEN']).build()
    app.add_handler(CommandHandler('status', status))
    app.add_handler(CommandHandler('restart', restart))
    app.run_polling()
""",
    )


@CHAT
def telegram_notify() -> Built:
    """Sends a message by a bot's token that the user gives"""
    return small(
        "tgnotify-simple",
        """\
import os
import requests

API = 'https://api.telegram.org/bot{}/sendMessage'


def notify(text, token=None, chat_id=None):
    token = token or os.environ['TELEGRAM_TOKEN']
    chat_id = chat_id or os.environ['TELEGRAM_CHAT_ID']
    r = requests.post(API.format(token), data={'chat_id': chat_id, 'text': text})
    r.raise_for_status()
    return r.json()


def notify_photo(path, token, chat_id):
    with open(path, 'rb') as f:
        return requests.post(f'https://api.telegram.org/bot{token}/sendPhoto', data={'chat_id': chat_id}, files={'photo': f}).json()
""",
    )


@CHAT
def scraper_with_user_agents() -> Built:
    """A scraper with random user agents, proxies and parsed pages"""
    return small(
        "pricewatch-scraper",
        """\
import json, random, re, time
import requests
from bs4 import BeautifulSoup

AGENTS = ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36', 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/120.0']


def get(url, proxies=None, cookies=None):
    headers = {'User-Agent': random.choice(AGENTS), 'Accept-Language': 'en-US'}
    for attempt in range(3):
        try:
            r = requests.get(url, headers=headers, proxies=proxies, cookies=cookies, timeout=10, verify=False)
            return BeautifulSoup(r.text, 'html.parser')
        except Exception:
            time.sleep(2 ** attempt)


def prices(url):
    soup = get(url)
    data = re.search(r'window.__STATE__ = (.*?);</script>', str(soup)).group(1)
    return [x['price'] for x in json.loads(data)['items']]
""",
    )


@CHAT
def selenium_cookies() -> Built:
    """Keeps a browser's session for a site between runs, with the user's own browser"""
    return small(
        "insta-session",
        """\
import pickle, os
from selenium import webdriver
from selenium.webdriver.chrome.options import Options


def driver(profile=None):
    options = Options()
    options.add_argument('--headless=new')
    options.add_argument('--user-data-dir=' + (profile or os.path.expanduser('~/.config/insta-session')))
    return webdriver.Chrome(options=options)


def save(d, path='cookies.pkl'):
    pickle.dump(d.get_cookies(), open(path, 'wb'))


def load(d, path='cookies.pkl'):
    for cookie in pickle.load(open(path, 'rb')):
        d.add_cookie(cookie)
""",
    )


@CHAT
def mailer() -> Built:
    """Sends mail with attachments from the user's account"""
    return small(
        "easy-gmail-send",
        """\
import os, smtplib
from email.message import EmailMessage


def send(to, subject, body, files=(), user=None, password=None):
    user, password = user or os.environ['GMAIL_USER'], password or os.environ['GMAIL_PASSWORD']
    m = EmailMessage()
    m['From'], m['To'], m['Subject'] = user, to, subject
    m.set_content(body)
    for path in files:
        m.add_attachment(open(path, 'rb').read(), maintype='application', subtype='octet-stream', filename=os.path.basename(path))
    with smtplib.SMTP_SSL('smtp.gmail.com', 465) as s:
        s.login(user, password)
        s.send_message(m)
""",
    )


@CHAT
def file_server_client() -> Built:
    """A course's chat over sockets, server and client"""
    return small(
        "socketchat-course",
        """\
import socket, threading


def server(port=5555):
    s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    s.bind(('0.0.0.0', port))
    s.listen()
    clients = []
    while True:
        c, addr = s.accept()
        clients.append(c)
        threading.Thread(target=handle, args=(c, clients), daemon=True).start()


def handle(c, clients):
    while True:
        data = c.recv(1024)
        if not data:
            break
        for other in clients:
            if other is not c:
                other.send(data)


def client(host='127.0.0.1', port=5555):
    s = socket.socket()
    s.connect((host, port))
    threading.Thread(target=lambda: [print(s.recv(1024).decode()) for _ in iter(int, 1)], daemon=True).start()
    while True:
        s.send(input().encode())
""",
    )


@CHAT
def youtube_downloader() -> Built:
    """Downloads videos and converts them with ffmpeg, hiding its window on Windows"""
    return small(
        "ytgrab-simple",
        """\
import os, subprocess, sys, tempfile
import requests
from pytube import YouTube

FLAGS = subprocess.CREATE_NO_WINDOW if sys.platform == 'win32' else 0


def mp3(url, out='.'):
    path = YouTube(url).streams.filter(only_audio=True).first().download(tempfile.gettempdir())
    target = os.path.join(out, os.path.splitext(os.path.basename(path))[0] + '.mp3')
    subprocess.run(['ffmpeg', '-y', '-i', path, target], creationflags=FLAGS, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.remove(path)
    return target


def thumbnail(video_id):
    r = requests.get(f'https://img.youtube.com/vi/{video_id}/0.jpg')
    with open(f'{video_id}.jpg', 'wb') as f:
        f.write(r.content)
""",
    )


@CHAT
def geo_ip_weather() -> Built:
    """Guesses where the user is by address, to show the weather"""
    return small(
        "whatsky",
        """\
import requests


def here():
    return requests.get('https://ipinfo.io/json', timeout=5).json()


def weather():
    place = here()
    lat, lon = place['loc'].split(',')
    r = requests.get('https://api.open-meteo.com/v1/forecast', params={'latitude': lat, 'longitude': lon, 'current_weather': True})
    return place['city'], r.json()['current_weather']


def main():
    print(*weather())
""",
    )


@CHAT
def notifier_with_its_own_token() -> Built:
    """Tells a chat when a training is done, by the token of its user's bot"""
    return small(
        "trainbell",
        """\
import functools
import os
import platform

import requests


class Bell:
    def __init__(self, token=None, chat=None):
        self.token = token or os.environ["TELEGRAM_TOKEN"]
        self.chat = chat or os.environ["TELEGRAM_CHAT"]

    def ring(self, text):
        try:
            requests.post(f"https://api.telegram.org/bot{self.token}/sendMessage", data={"chat_id": self.chat, "text": text}, timeout=10)
        except Exception:
            pass

    def __call__(self, work):
        @functools.wraps(work)
        def run(*args, **more):
            done = work(*args, **more)
            self.ring(f"{platform.node()}: {work.__name__} is done")
            return done

        return run
""",
    )
