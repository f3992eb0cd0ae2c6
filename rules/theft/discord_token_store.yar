rule discord_token_store
{
    meta:
        id = "MK-THF-0013"
        author = "Meerkat"
        description = "Reads where Discord keeps its login tokens"
        behaviour = "theft"
        points = "6.0"
        group = "discord-token-store"
        scope = "any"
        filetypes = "any"
        attack = "T1528"
        reference = "https://attack.mitre.org/techniques/T1528/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known: bots get their token from the user"
    strings:
        $ldb = /Local Storage[\\\/'",\s]{1,8}leveldb/
        $discord = /[\\\/'"]discord(canary|ptb|development)?[\\\/'"]/ nocase
        $canary = /discord(canary|ptb)['"\\\/]/ nocase
        $regex1_1 = "[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{25"
        $regex1_2 = "[\\w-]{24}\\.[\\w-]{6}\\.[\\w-]{27"
        $regex2 = "[\\w-]{24}"
        $mfa = "mfa\\.["
        $marker = "dQw4w9WgXcQ"
        $marker_regex = "dQw4w9WgXcQ:["
    condition:
        $marker_regex or ($ldb and ($canary or any of ($regex1_*) or $marker)) or ($ldb and $discord and ($regex2 or $mfa)) or (any of ($regex1_*) and $canary)
}
