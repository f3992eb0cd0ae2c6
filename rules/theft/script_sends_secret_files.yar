rule script_sends_secret_files
{
    meta:
        id = "MK-THF-0060"
        author = "Meerkat"
        description = "A script of another language that reads files of keys, wallets or browsers and sends them to an address"
        behaviour = "theft"
        points = "4.8"
        group = "script-sends-secret-files"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Backups of one's own files name where these go in their settings"
    strings:
        $js_read = /readFile(Sync)?\s{0,2}\([^;]{0,160}(\.ssh|id_rsa|id_ed25519|\.npmrc|\.aws|\.pypirc|\.git-credentials|\.kube|\.config.{1,6}solana|Login Data|\.claude|wallet\.dat)/
        $js_list = /['"`][^'"`\n]{0,30}(\.ssh\/id_\w+|\.aws\/credentials|\.npmrc|\.pypirc|\.git-credentials|\.kube\/config|\.config\/solana\/id\.json)\\{0,2}['"`]/
        $js_reads = /readFile(Sync)?\s{0,2}\(/
        $js_send_1 = /\bhttps?\.(request|get)\s{0,2}\(|require\(\\{0,2}['"](node:)?https?\\{0,2}['"]\)\.(get|request)/
        $js_send_2 = /\bfetch\s{0,2}\(\s{0,3}\\{0,2}['"`]https?:/
        $js_send_3 = /\baxios(\.post|\()/
        $ps_read = /\\(Login Data|Web Data|Cookies|Local State|key4\.db|logins\.json|wallet\.dat|\.ssh\\+id_\w+|\.aws\\+credentials)\b/
        $ps_send = /(Invoke-(RestMethod|WebRequest)|\birm|\biwr)\b[^\n]{0,200}-(Body|InFile)\b|\.(UploadFile|UploadString|UploadData)\(/ nocase
        $keychain = /(login\.keychain(-db)?|find-generic-password|find-internet-password|dump-keychain)\b[^\n]{0,300}curl\s[^\n]{0,80}(-F|-T|-d|--data\S{0,10})\s/
        $rb_read = /File\.read\([^\n]{0,80}(\.ssh|\.aws|\.npmrc|id_rsa)/
        $rb_send = /\bNet::HTTP(\.post|::Post)|RestClient\.post/
    condition:
        filesize < 300KB and (
            (any of ($js_send_*) and ($js_read or (#js_list > 1 and $js_reads))) or
            for any i in (1..#ps_read) : ( $ps_send in (@ps_read[i]..@ps_read[i] + 1500) ) or
            $keychain or ($rb_read and $rb_send)
        )
}
