rule public_address_looked_up
{
    meta:
        id = "MK-THF-0028"
        author = "Meerkat"
        description = "Asks a public service for the address or place of the victim"
        behaviour = "theft"
        points = "1.0"
        group = "public-ip"
        scope = "any"
        filetypes = "any"
        attack = "T1016"
        reference = "https://attack.mitre.org/techniques/T1016/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Network tools, VPN clients and proxies"
    strings:
        $ipify_1 = "api.ipify.org"
        $ipify_2 = "api64.ipify.org"
        $ipinfo = /ipinfo\.io(\/(json|ip)\b|[^\w\/-]|\/?['"])/
        $ipapi_1 = "ip-api.com/"
        $ipapi_2 = "ipapi.co/"
        $ipapi_3 = "ipwho.is"
        $ipapi_4 = "ipwhois.app"
        $ifconfig = /ifconfig\.(me|co|io)|icanhazip\.com|ident\.me|myexternalip\.com|wtfismyip\.com|checkip\.(amazonaws|dyndns)|ip\.42\.pl|geoplugin\.net|ip\.sb|ipecho\.net|ipgeolocation|geolocation-db\.com|freegeoip|extreme-ip-lookup|iplogger|grabify|whatismyip/
    condition:
        any of them
}
