rule paste_host
{
    meta:
        id = "MK-CHN-0011"
        author = "Meerkat"
        description = "Fetches text from a paste site: a second stage or an address that can change any time"
        behaviour = "channel"
        points = "3.0"
        group = "paste-host"
        scope = "any"
        filetypes = "any"
        attack = "T1102.001"
        reference = "https://attack.mitre.org/techniques/T1102/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Debug tools that upload a log for the user (termbin, dpaste)"
    strings:
        $raw = /\b(pastebin\.com\/raw\/\w{6,10}|hastebin\.\w{2,6}\/raw\/\w{4,20}|rentry\.(co|org)\/[\w-]{3,40}(\/raw)?|paste\.ee\/r\/\w{4,10}|ghostbin\.\w{2,6}\/paste|controlc\.com\/\w{6,10}|dpaste\.(com|org)\/\w{4,14}|paste\.rs\/\w{3,8}|textbin\.net\/raw|pastes?\.io\/raw|pastie\.org|zerobin\.net|termbin\.com|ix\.io\/\w{3,6}|sprunge\.us|paste\.c-net\.org|toptal\.com\/developers\/hastebin|pst\.innomi|justpaste\.it|sourceb\.in|bin\.bloom|cutt\.ly\/|pastefs|bpa\.st|snippet\.host|nekobin\.com|paste\.fo|pastecode\.dev|paste-drop\.com|bitbin\.it)/
        $net_1 = "DownloadString"
        $net_2 = "Popen"
        $net_3 = "WebClient"
        $net_4 = "aiohttp"
        $net_5 = "curl"
        $net_6 = "http.client"
        $net_7 = "httpx"
        $net_8 = "requests"
        $net_9 = "urlopen"
        $net_10 = "urlretrieve"
    condition:
        filesize < 400KB and $raw and any of ($net_*)
}
