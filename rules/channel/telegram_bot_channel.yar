rule telegram_bot_channel
{
    meta:
        id = "MK-CHN-0003"
        author = "Meerkat"
        description = "Holds the full token of a Telegram bot and sends to it: data goes to whoever owns the bot"
        behaviour = "channel"
        points = "5.0"
        group = "telegram-bot"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Docs and tests of bot libraries with old tokens; bots whose author left the own token in"
    strings:
        $url = /\/bot\d{8,10}:[\w-]{34,36}/
        $token = /['"=:\s]\d{8,10}:AA[\w-]{33}['"\s\/]/
        // a bot that answers whoever writes to it, and looks at nothing of the machine that it runs on
        $answers = /\b(message|msg|update|event|call|callback_query|query)\.(message\.)?(chat\.id|chat_id|from_user|effective_\w{4,7}|reply|answer|respond|sender)/
        $acts_1 = /\b(os\.(system|popen|getlogin|startfile)|shell\s{0,3}=\s{0,3}True|exec|eval|getpass\.getuser|gethostname|platform\.(node|uname))\b/
        $acts_2 = /\b(ImageGrab|screenshot|pyautogui|pynput|VideoCapture|sounddevice|winreg|clipboard|pyperclip|sqlite3\.connect|CryptUnprotectData|LOCALAPPDATA|APPDATA|expanduser|Path\.home)\b/
    condition:
        $url or ($token and (not $answers or any of ($acts_*)))
}
