rule browser_key_unwrap
{
    meta:
        id = "MK-THF-0009"
        author = "Meerkat"
        description = "Unwraps the master key of a Chromium browser: step one of reading its passwords and cookies"
        behaviour = "theft"
        points = "2.0"
        group = "browser-key-unwrap"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "browser-cookie3, rookiepy, yt-dlp read cookies so; no sink"
    strings:
        $state = "Local State"
        $os_crypt = "os_crypt"
        $enc = "encrypted_key"
        $dpapi = "CryptUnprotectData"
        $aes = "AES.new("
        $gcm = "MODE_GCM"
    condition:
        $state and $os_crypt and $enc and ($dpapi or $aes or $gcm)
}
