rule clipboard_rewritten
{
    meta:
        id = "MK-WAL-0015"
        author = "Meerkat"
        description = "Watches the clipboard in a loop and puts something else there"
        behaviour = "wallets"
        points = "2.5"
        group = "clipboard-address-swap"
        scope = "any"
        filetypes = "any"
        attack = "T1115"
        reference = "https://attack.mitre.org/techniques/T1115/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Cleaners of copied links and texts, and what keeps two machines' clipboards alike"
    strings:
        $loop = /\bwhile (1|True|not \w{1,20}[\w.()]{0,20}|self\.\w{1,20}):/
        $get_1 = "pyperclip.paste("
        $get_2 = "clipboard.paste("
        $get_3 = "GetClipboardData("
        $get_4 = "clipboard_get("
        $set_1 = "pyperclip.copy("
        $set_2 = "clipboard.copy("
        $set_3 = "SetClipboardText("
        $set_4 = "SetClipboardData("
        $set_5 = "clipboard_append("
        $match = /\b(re\.)?(fullmatch|match|search|findall|sub)\s{0,3}\(/
    condition:
        filesize < 60KB and for any i in (1..#loop) : (
            any of ($get_*) in (@loop[i]..@loop[i] + 700) and any of ($set_*) in (@loop[i]..@loop[i] + 900) and $match in (@loop[i]..@loop[i] + 900)
        )
}
