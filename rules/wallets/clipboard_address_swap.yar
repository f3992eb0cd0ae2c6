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
        $get_1 = "Get-Clipboard"
        $get_2 = "GetClipboardData"
        $get_3 = "clipboard.get"
        $get_4 = "clipboard.paste"
        $get_5 = "clipboard_get"
        $get_6 = "navigator.clipboard.readText"
        $get_7 = "pbpaste"
        $get_8 = "pyperclip.paste"
        $get_9 = "win32clipboard"
        $get_10 = "xclip"
        $set = /(pyperclip\.copy|SetClipboardData|SetClipboardText|clipboard_append|clipboard\.(copy|set)|pbcopy|Set-Clipboard|clip\.exe|navigator\.clipboard\.writeText|EmptyClipboard)/
        $btc = /(\[13\]\[a-km-zA-HJ|\(bc1\||bc1\)?\[|\^bc1|\[13\]\{1\}|\^\[13\]|\(\[13\]|\^1\[|\^3\[)/
        $eth_1 = "0x[A-Fa-f0-9]"
        $eth_2 = "0x[a-fA-F0-9]{40}"
        $eth_3 = "^0x["
        $eth_4 = "0x[0-9a-fA-F]"
        $eth_5 = "0x[0-9A-Fa-f]"
        $xmr_1 = "4[0-9AB]"
        $xmr_2 = "[48][0-9AB]"
        $tron_1 = "T[1-9A-HJ"
        $tron_2 = "T[A-Za-z1-9]{33}"
        $tron_3 = "T[A-Za-z1-9]{34}"
        $ltc_1 = "[LM3][a-km-zA-HJ"
        $ltc_2 = "[LM][a-km-zA-HJ"
        $ltc_3 = "ltc1["
        $doge_1 = "D{1}["
        $doge_2 = "^D[5-9A-HJ"
        $loop_1 = "Thread" fullword
        $loop_2 = "setInterval" fullword
        $loop_3 = "sleep("
        $loop_4 = "while 1" fullword
        $loop_5 = "while True" fullword
        $loop_7 = ".after("
        $loop_6 = "while not" fullword
    condition:
        filesize < 300KB and any of ($get_*) and $set and any of ($loop_*) and any of ($btc, $eth_*, $xmr_*, $tron_*, $ltc_*, $doge_*)
}
