rule url_shortener_fetched
{
    meta:
        id = "MK-CHN-0023"
        author = "Meerkat"
        description = "Fetches or opens a shortened address: hides where the code comes from"
        behaviour = "channel"
        points = "1.5"
        group = "url-shortener-fetched"
        scope = "any"
        filetypes = "any"
        attack = "T1608"
        reference = "https://attack.mitre.org/techniques/T1608/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Docs and jokes that open a page"
    strings:
        $short = /https?:\/\/(bit\.ly|tinyurl\.com|is\.gd|t\.ly|cutt\.ly|rb\.gy|shorturl\.at|goo\.gl|ow\.ly|rebrand\.ly|v\.gd|s\.id|tiny\.cc|clck\.ru|u\.to|surl\.li)\/[\w-]{3,30}/
        $fetch = /(requests\.get|urlopen|urlretrieve|webbrowser\.open|iwr|Invoke-WebRequest|curl|wget|DownloadFile|DownloadString)[^\n]{0,60}https?:\/\/(bit\.ly|tinyurl\.com|is\.gd|t\.ly|cutt\.ly|rb\.gy|shorturl\.at|goo\.gl|ow\.ly|rebrand\.ly|v\.gd|s\.id|tiny\.cc|clck\.ru|u\.to|surl\.li)\//
    condition:
        $short and $fetch
}
