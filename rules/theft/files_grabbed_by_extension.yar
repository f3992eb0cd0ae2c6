rule files_grabbed_by_extension
{
    meta:
        id = "MK-THF-0022"
        author = "Meerkat"
        description = "Walks the home folder for documents by extension, packs and sends them"
        behaviour = "theft"
        points = "3.5"
        group = "files-grabbed-by-extension"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Document indexers that upload to a server of the user"
    strings:
        $walk1 = "os.walk("
        $walk2 = ".rglob("
        $walk3 = "glob.glob("
        $ext = /(\.docx|\.doc|\.xlsx|\.xls|\.pdf|\.rdp|\.kdbx|\.ovpn|\.pem|\.ppk|\.wallet|\.dat|\.csv|\.pptx|\.ppt|\.txt|\.jpg|\.sql|\.env|\.key)['"]\s{0,4},\s{0,8}['"]\.?(docx?|xlsx?|pdf|rdp|kdbx|ovpn|pem|ppk|wallet|csv|pptx?|txt|png|jpg|sql|env|key)['"]\s{0,4},\s{0,8}['"]\.?(docx?|xlsx?|pdf|rdp|kdbx|ovpn|pem|ppk|wallet|csv|pptx?|txt|png|sql|env|key)['"]/
        $place1 = /['"\\\/](Desktop|Documents|Downloads)['"\\\/]/
        $place2 = "expanduser("
        $place3 = "USERPROFILE"
        $words = /['"](passw|passwords?|seed|mnemonic|wallet|secret|metamask|2fa|backupcode|mot_de_passe|mdp|crypto|exodus|account)['"]\s{0,4},\s{0,8}['"](passw|passwords?|mdp|motdepasse|mot_de_passe|login|secret|account|acount|paypal|banque|seed|wallet|crypto|exodus|discord|2fa|code|memo|compte|token|backup)['"]/
        $sink1_1 = "httpx.post("
        $sink1_2 = "httpx.put("
        $sink1_3 = "requests.post("
        $sink1_4 = "requests.put("
        $sink2 = "/api/webhooks/"
        $sink3 = "ftplib" fullword
        $sink4 = "sendDocument"
        $sink5 = "storeserver"
        $sink6 = "smtplib" fullword
        $sink7 = "urlopen" fullword
    condition:
        filesize < 400KB and any of ($sink*) and (
            ($words and any of ($walk*, $place*)) or ($ext and any of ($walk*) and any of ($place*))
        )
}
