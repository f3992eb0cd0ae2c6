rule free_app_host_with_data
{
    meta:
        id = "MK-CHN-0008"
        author = "Meerkat"
        description = "Sends local data to a free application host"
        behaviour = "channel"
        points = "2.0"
        group = "free-host-data"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Telemetry of small projects"
    strings:
        $host = /https?:\/\/[\w-]{4,80}\.(herokuapp\.com|vercel\.app|netlify\.app|workers\.dev|pages\.dev|web\.app|firebaseio\.com|azurewebsites\.net|cloudfunctions\.net|supabase\.co|ngrok\.app|fly\.dev|deno\.dev|surge\.sh|execute-api\.[a-z0-9-]{6,20}\.amazonaws\.com|lambda-url\.[a-z0-9-]{6,20}\.on\.aws)/
        $id1_1 = "getfqdn("
        $id1_2 = "gethostname("
        $id1_3 = "getlogin("
        $id1_4 = "getuser("
        $id2_1 = "platform.node("
        $id2_2 = "platform.uname("
        $id3 = /os\.environ\s{0,2}([,)}]|\.(copy|items)\s{0,2}\()/
        $id4 = "os.uname("
        $id5 = "b64encode("
    condition:
        filesize < 60KB and $host and any of ($id*)
}
