rule free_server_host
{
    meta:
        id = "MK-CHN-0027"
        author = "Meerkat"
        description = "Talks to a server on a free hosting service: anybody has one within minutes"
        behaviour = "channel"
        points = "1.0"
        group = "tunnel"
        scope = "any"
        filetypes = "any"
        attack = "T1583.006"
        reference = "https://attack.mitre.org/techniques/T1583/006/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Small honest projects have their servers and their documentation there"
    strings:
        $host = /\b[\w-]{4,80}\.(repl\.co|replit\.dev|glitch\.me|000webhostapp\.com|pythonanywhere\.com|onrender\.com|up\.railway\.app)/
    condition:
        $host
}
