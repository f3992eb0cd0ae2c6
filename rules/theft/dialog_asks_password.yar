rule dialog_asks_password
{
    meta:
        id = "MK-THF-0061"
        author = "Meerkat"
        description = "A dialog of the system that asks for the user's password for a script, which sends it or tries it"
        behaviour = "theft"
        points = "4.8"
        group = "dialog-asks-password"
        scope = "any"
        filetypes = "any"
        attack = "T1056.002"
        reference = "https://attack.mitre.org/techniques/T1056/002/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Installers that ask by such a dialog hand it to sudo"
    strings:
        $hidden = /display dialog[^\n]{0,300}(with )?hidden answer/
        $windows = "PromptForCredential("
        $plain = "GetNetworkCredential()"
        $send_1 = /\bcurl\s[^\n]{0,120}(-d|-F|--data\S{0,12})\s/
        $send_2 = /dscl\s[^\n]{0,40}-?authonly/
        $send_3 = /Invoke-(RestMethod|WebRequest)[^\n]{0,200}-Body/ nocase
        $send_4 = /\b(requests|httpx)\.post\(/
        $send_5 = "urlopen("
        $send_6 = "api.telegram.org"
        $send_7 = "/api/webhooks/"
    condition:
        filesize < 300KB and any of ($send_*) and ($hidden or ($windows and $plain))
}
