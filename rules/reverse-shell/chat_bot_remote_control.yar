rule chat_bot_remote_control
{
    meta:
        id = "MK-SHL-0006"
        author = "Meerkat"
        description = "A chat bot that runs commands, takes screenshots or lists files of the machine it runs on: a remote-access trojan"
        behaviour = "reverse-shell"
        points = "4.5"
        group = "chat-bot-remote-control"
        scope = "any"
        filetypes = "any"
        attack = "T1219"
        reference = "https://attack.mitre.org/techniques/T1219/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Home-server bots of hobbyists"
    strings:
        $bot1 = /@(bot|client|tree)\.(command|event|message_handler)/
        $bot2 = "telebot.TeleBot("
        $bot3 = "commands.Bot("
        $bot4 = "getUpdates"
        $bot5 = "discord.Client("
        $act1 = /\b(os\.popen|os\.system)\s{0,4}\(\s{0,4}[a-z_]/
        $act2 = /(Popen|check_output|subprocess\.run|getoutput)\s{0,4}\(\s{0,4}[a-z_][^\n]{0,120}shell\s{0,3}=\s{0,3}True/
        $act3 = /create_subprocess_shell\s{0,4}\(\s{0,4}[a-z_]/
        $spy1 = /ImageGrab|pyautogui\.screenshot|mss\.mss|CopyFromScreen/
        $spy2 = /(keylog|webcam|cv2\.VideoCapture|\bbsod\b|uacbypass|blockinput|shutdown \/[sr]|screenshot)/ nocase
        $spy3 = /(Login Data|CryptUnprotectData|clipboard|taskkill|GetForegroundWindow)/
        $said = /\b(message|ctx|update|msg|m|e|event)\.(message\.)?(content|text|args)\b/
        $shell_1 = /(Popen|check_output|subprocess\.run|getoutput|os\.popen|os\.system|create_subprocess_shell)\s{0,4}\(\s{0,4}(message|ctx|update|msg)\.(message\.)?(content|text)/
        $shell_2 = /(Popen|check_output|subprocess\.run)\s{0,4}\(\s{0,4}(cmd|command|args?|text)\b[^\n]{0,120}shell\s{0,3}=\s{0,3}True/
        // what stands behind the name of the command, in whatever module
        $shell_3 = /\b(create_subprocess_shell|os\.system|os\.popen|getoutput|check_output|subprocess\.run|subprocess\.call|Popen|ex[e]c|eval)\s{0,3}\(\s{0,4}(f?['"]\{)?[\w.\[\]]{0,40}\.(content|message\.text|msg\.text)\s{0,2}(\[\w{1,12}(\([^\n()]{1,30}\))?:\]|\.(removeprefix|replace|partition|lstrip)\(|\.split\([^\n)]{0,20}\)\[)/
    condition:
        filesize < 500KB and ($shell_3 or any of ($bot*) and (
            (any of ($act*) and 2 of ($spy*)) or
            (filesize < 20KB and ($shell_1 or (($shell_2 or $act3) and $said)))
        ))
}
