rule ransomware
{
    meta:
        id = "MK-DMG-0002"
        author = "Meerkat"
        description = "Encrypts files of the user by extension and leaves a demand"
        behaviour = "damage"
        points = "5.0"
        group = "ransomware"
        scope = "any"
        filetypes = "any"
        attack = "T1486"
        reference = "https://attack.mitre.org/techniques/T1486/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Simulators for training"
    strings:
        $enc1 = "Fernet("
        $enc2 = "AES.new("
        $enc3 = "AESGCM("
        $walk1 = "os.walk("
        $walk2 = ".rglob("
        $walk3 = "os.listdir("
        $note1 = /your files (have been|are|were) encrypted/ nocase
        $note2 = /\b(bitcoin|monero|usdt)\b/ nocase
        $note3 = /decrypt(ion)? (key|your files)/ nocase
        $note4 = /ransom/ nocase
        $note5 = /(README|DECRYPT|RECOVER|RESTORE)[_-](TO|FILES|ME|YOUR|INSTRUCTIONS)/ nocase
        $ext = /\+\s{0,3}['"]\.(encrypted|locked|enc|crypt|lock|crypted|pay|ransom)['"]/
        $home = /os\.walk\(\s{0,2}(os\.path\.expanduser\(\s{0,2}['"]~|(str\()?(pathlib\.)?Path\.home\(|['"](\/home|\/Users|C:\\))|Path\.home\(\)(\s{0,2}\/\s{0,2}['"]\w{1,20}['"])?\)?\.r?glob\(/
        $encrypts = /\.encrypt(_and_digest)?\(/
        $removes = /os\.(remove|unlink|rename|replace)\(|\.(unlink|rename|write_bytes)\(/
        $vss = /vssadmin[^\n]{0,20}delete[^\n]{0,20}shadows/ nocase
    condition:
        $vss or (any of ($enc*) and for any i in (1..#home) : ( $encrypts in (@home[i]..@home[i] + 700) and $removes in (@home[i]..@home[i] + 700) )) or (any of ($enc*) and any of ($walk*) and (2 of ($note*) or ($ext and any of ($note*))))
}
