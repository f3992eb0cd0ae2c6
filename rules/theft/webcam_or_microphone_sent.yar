rule webcam_or_microphone_sent
{
    meta:
        id = "MK-THF-0021"
        author = "Meerkat"
        description = "Records camera or microphone and sends it"
        behaviour = "theft"
        points = "2.5"
        group = "webcam-or-microphone-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1125"
        reference = "https://attack.mitre.org/techniques/T1125/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Home surveillance bots"
    strings:
        $cam = /cv2\.VideoCapture\s{0,4}\(\s{0,4}0/
        $cam2 = "pygame.camera"
        $mic1_1 = "pyaudio"
        $mic1_2 = "sounddevice"
        $mic2 = /\.rec\s{0,4}\(|\.open\s{0,4}\([^\n]{0,80}input\s{0,3}=\s{0,3}True/
        $sink1 = "/api/webhooks/"
        $sink2 = "sendPhoto"
        $sink3 = "sendDocument"
        $sink4 = "sendVoice"
        $sink5 = "smtplib" fullword
        $sink6 = "sendVideo"
        $sink7 = "sendAudio"
        $sink8 = "discord.File("
    condition:
        ($cam or $cam2 or (any of ($mic1_*) and $mic2)) and any of ($sink*)
}
