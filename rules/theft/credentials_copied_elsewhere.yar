rule credentials_copied_elsewhere
{
    meta:
        id = "MK-THF-0032"
        author = "Meerkat"
        description = "Sends a login or key that a function receives to another address in passing: a trojaned wrapper"
        behaviour = "theft"
        points = "3.0"
        group = "credentials-copied-elsewhere"
        scope = "any"
        filetypes = "any"
        attack = "T1056"
        reference = "https://attack.mitre.org/techniques/T1056/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "API clients of hosts without a name"
    strings:
        $post = /requests\.(post|get)\s{0,4}\(\s{0,4}[^\n]{0,160}(p(assword|asswd|rivate_?key)|api_?key|se(cret|ed)|mnemonic|cookie)[^\n]{0,80}\)/ nocase
        $token = /requests\.(post|get)\s{0,4}\(\s{0,4}[^\n]{0,160}token[^\n]{0,80}\)/ nocase
        $own_token = /requests\.(post|get)\s{0,4}\(\s{0,4}f?['"]https:\/\/api\.telegram\.org\/bot(\{[^}\n]{0,40}token\}|['"]\s{0,3}\+\s{0,3}[\w.]{0,20}token)/ nocase
        $hook = /(api\/webhooks\/|api\.telegram\.org\/bot|pastebin|webhook\.site|ngrok|\.php\?|http:\/\/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(:\d{2,5})?\/)/
        $silent1 = "except:"
        $silent2 = "except Exception:"
    condition:
        filesize < 200KB and ($post or #token > #own_token) and $hook and any of ($silent*)
}
