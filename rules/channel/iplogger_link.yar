rule iplogger_link
{
    meta:
        id = "MK-CHN-0024"
        author = "Meerkat"
        description = "Opens a link of a visitor logger: records the address of everyone who runs it"
        behaviour = "channel"
        points = "3.5"
        group = "iplogger-link"
        scope = "any"
        filetypes = "any"
        attack = "T1590"
        reference = "https://attack.mitre.org/techniques/T1590/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Block lists"
    strings:
        $log = /\b(iplogger\.(org|com|ru|co|info)|grabify\.link|2no\.co|yip\.su|blasze\.(com|tk)|ps3cfw\.com|ipgrabber\.ru|maper\.info|02ip\.ru|ezstat\.ru)\/[\w]{3,20}/
    condition:
        $log
}
