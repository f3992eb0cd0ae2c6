rule tunnel_host
{
    meta:
        id = "MK-CHN-0007"
        author = "Meerkat"
        description = "Talks to a throw-away tunnel or dynamic address: a machine nobody can be asked about"
        behaviour = "channel"
        points = "2.5"
        group = "tunnel"
        scope = "any"
        filetypes = "any"
        attack = "T1572"
        reference = "https://attack.mitre.org/techniques/T1572/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Web tools that offer a public test address; docs"
    strings:
        $ngrok = /\b[\w-]{4,40}\.(eu\.|us\.|ap\.|in\.|jp\.|au\.|sa\.)?ngrok(-free)?\.(io|app|dev)\b/
        $ngrok_tcp = /\d\.tcp\.(\w{2}\.)?ngrok\.io/
        $cf = /\b[\w-]{6,80}\.trycloudflare\.com/
        $other = /\b[\w-]{3,60}\.(serveo\.net|loca\.lt|localhost\.run|lhr\.life|lhr\.pro|pagekite\.me|portmap\.(io|host)|playit\.gg|bore\.pub|localtunnel\.me|tunnelto\.dev|telebit\.io|packetriot\.net|pinggy\.(io|link)|ply\.gg|zrok\.io|serveousercontent\.com)/
        $dyn = /\b[\w-]{4,80}\.(duckdns\.org|ddns\.net|no-ip\.(org|biz|info)|hopto\.org|zapto\.org|sytes\.net|dynu\.net|myftp\.(org|biz)|serveftp\.com|dyndns\.org|freemyip\.com)/
    condition:
        any of ($ngrok, $ngrok_tcp, $cf, $other, $dyn)
}
