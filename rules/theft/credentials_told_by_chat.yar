rule credentials_told_by_chat
{
    meta:
        id = "MK-THF-0047"
        author = "Meerkat"
        description = "Posts a message that tells a user beside their password, token or key: what nobody writes to their own users"
        behaviour = "theft"
        points = "4.5"
        group = "grabber-report-fields"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "A service that mails a new password to its user"
    strings:
        $told = /\b(content|text|message|msg|description|value|data|payload)['"]?\s{0,2}[:=]\s{0,3}\(?\s{0,20}f['"]{1,3}[^'"]{0,160}(\b|\\n)(pass(word|wd|phrase)?|token|cookies?|private.?key|seed( phrase)?|mnemonic|secret)s?\s{0,2}[:=][^\w'"{]{0,6}\{\w/ nocase
        $who = /(\b|\\n)(user(name)?|login|e-?mail|account|address)\s{0,2}[:=][^\w'"{]{0,6}\{\w/ nocase
        // an account that was tried and found to work
        $hit = /['"][^'"\n]{0,12}\[?\b(HIT|HITS|VALID|LIVE|GOOD|CRACKED)\b\]?[^'"\n]{0,12}['"]\s{0,3}\+|f['"][^'"\n]{0,12}\[?\b(HIT|VALID|LIVE|CRACKED)\b\]?[^'"\n]{0,12}\{/
        $chat_1 = "api.telegram.org/bot"
        $chat_2 = "/api/webhooks/"
        $post1 = ".post("
        $post2 = "sendMessage"
        $post3 = "urlopen("
        $post4 = ".send("
    condition:
        (any of ($chat_*) and $hit) or for any i in (1..#told) : ( $who in (@told[i]..@told[i] + 400) and any of ($post*) in (@told[i] - 400..@told[i] + 600) )
}
