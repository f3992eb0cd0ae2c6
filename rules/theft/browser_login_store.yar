rule browser_login_store
{
    meta:
        id = "MK-THF-0008"
        author = "Meerkat"
        description = "Opens the password or card store of a browser"
        behaviour = "theft"
        points = "4.0"
        group = "browser-login-store"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Password migration and forensics tools"
    strings:
        $login = /Login Data['"\\]/
        $web = /['"\\\/]Web Data['"]/
        $logins_json = "logins.json"
        $key4 = "key4.db"
        $sql1 = /SELECT[^\n"']{1,120}password_value[^\n"']{1,80}FROM logins/ nocase
        $sql2 = "card_number_encrypted"
        $sql3 = "name_on_card"
        $decrypt1 = "CryptUnprotectData"
        $decrypt2 = "PK11SDR_Decrypt"
        $decrypt3 = "os_crypt"
        $app_bound = "app_bound_encrypted_key"
    condition:
        $sql1 or $sql2 or $app_bound or ($login and ($web or any of ($decrypt*))) or ($logins_json and $key4 and $decrypt2) or ($sql3 and any of ($decrypt*))
}
