rule macos_keychain_dumped
{
    meta:
        id = "MK-THF-0025"
        author = "Meerkat"
        description = "Reads the macOS keychain or asks for the login password with a fake prompt"
        behaviour = "theft"
        points = "4.5"
        group = "macos-keychain-dumped"
        scope = "any"
        filetypes = "any"
        attack = "T1555.001"
        reference = "https://attack.mitre.org/techniques/T1555/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Keyring back ends read their own entries"
    strings:
        $dump = /security['",\s]{1,6}(dump-keychain|find-generic-password[^\n]{0,40}-[gw]|export)/
        $chrome = "Chrome Safe Storage"
        $db = "login.keychain-db"
        $prompt = /display dialog[^\n]{0,200}(hidden answer|password)/ nocase
        $verify = /dscl[^\n]{0,40}-?authonly/
    condition:
        ($dump and ($chrome or $db)) or ($prompt and ($verify or $db)) or ($db and $verify) or ($db and $chrome)
}
