rule clipboard_address_swap
{
    meta:
        id = "MK-WAL-0003"
        author = "Meerkat"
        description = "Watches the clipboard for coin addresses and replaces them: payments go to the thief"
        behaviour = "wallets"
        points = "6.0"
        group = "clipboard-address-swap"
        scope = "any"
        filetypes = "any"
        attack = "T1115"
        reference = "https://attack.mitre.org/techniques/T1115/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $get = /(pyperclip\.paste|GetClipboardData|clipboard_get|clipboard\.(paste|get)|win32clipboard|pbpaste|xclip|Get-Clipboard|navigator\.clipboard\.readText)/
        $set = /(pyperclip\.copy|SetClipboardData|SetClipboardText|clipboard_append|clipboard\.(copy|set)|pbcopy|Set-Clipboard|clip\.exe|navigator\.clipboard\.writeText|EmptyClipboard)/
        $btc = /(\[13\]\[a-km-zA-HJ|\(bc1\||bc1\)?\[|\^bc1|\[13\]\{1\}|\^\[13\]|\(\[13\]|\^1\[|\^3\[)/
        $eth = /0x\[a-fA-F0-9\]\{40\}|\^0x\[|0x\[A-Fa-f0-9\]/
        $xmr = /4\[0-9AB\]|\[48\]\[0-9AB\]/
        $tron = /\^?T\[A-Za-z1-9\]\{3[34]\}|T\[1-9A-HJ/
        $ltc = /\[LM3?\]\[a-km-zA-HJ|ltc1\[/
        $doge = /\^?D\{1\}\[|\^D\[5-9A-HJ/
        $loop = /while\s{1,3}(True|1|not)\b|setInterval|Thread|sleep\s{0,3}\(/
    condition:
        filesize < 300KB and $get and $set and $loop and any of ($btc, $eth, $xmr, $tron, $ltc, $doge)
}
