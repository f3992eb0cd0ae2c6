rule oast_callback_host
{
    meta:
        id = "MK-CHN-0006"
        author = "Meerkat"
        description = "Calls a request catcher (interact.sh, Burp Collaborator, webhook.site, pipedream ...): proof-of-concept call-back or data theft"
        behaviour = "channel"
        points = "6.0"
        group = "oast"
        scope = "any"
        filetypes = "any"
        attack = "T1041"
        reference = "https://attack.mitre.org/techniques/T1041/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Security scanners name these hosts in their block lists"
    strings:
        $oast_1 = ".oast.fun"
        $oast_2 = ".oast.live"
        $oast_3 = ".oast.me"
        $oast_4 = ".oast.online"
        $oast_5 = ".oast.pro"
        $oast_6 = ".oast.site"
        $interact = /\b[\w-]{8,60}\.(interact\.sh|interactsh\.com|interactsh\.)/
        $burp = /\.(burpcollaborator\.net|oastify\.com|collab\.\w{2,20}\.\w{2,6})/
        $site = /webhook\.site\/[0-9a-f-]{8,36}/
        $site2 = /[\w-]{8,40}\.(webhook|emailhook|dnshook)\.site/
        $pipedream = /\b\w{6,40}\.m\.pipedream\.net/
        $requestbin = /\b(\w{6,40}\.)?(requestbin\.(com|net|io|whapi)|requestcatcher\.com|beeceptor\.com|hookb\.in|hookbin\.com|mockbin\.(org|io)|pingb\.in|postb\.in|request\.place|requestinspector\.com|bxss\.me|\w{3,30}\.xss\.ht|ptsv\d?\.com|typedwebhook\.tools|webhook\.cool|rbaskets\.in|requestbasket|hooks\.upstash|svix\.com\/in)/
        $canary = /canarytokens\.(com|org)\/[\w\/]{8}|\.canarytokens\.com/
        $dnslog = /\b\w{3,40}\.(ceye\.io|dnslog\.(cn|link|pw|store)|dnslog\.\w{2,4}|eyes\.sh|dig\.pm|callback\.red|log\.xn--|tu4\.org|sslip\.io|bypass\.eu\.org|dgrh3\.cn|bouncelog|dns\.outbound\.watchtowr)/
        $app = /\b[a-z0-9]{20,40}\.(oast|interact|burp|collab)\w{0,10}\.\w{2,12}/
    condition:
        any of them
}
