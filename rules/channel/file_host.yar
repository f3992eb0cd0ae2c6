rule file_host
{
    meta:
        id = "MK-CHN-0009"
        author = "Meerkat"
        description = "Uses a throw-away file host: a place to put stolen data or fetch a payload"
        behaviour = "channel"
        points = "2.0"
        group = "file-host"
        scope = "any"
        filetypes = "any"
        attack = "T1567.002"
        reference = "https://attack.mitre.org/techniques/T1567/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Downloaders and upload clients for these hosts; data set scripts"
    strings:
        $hosts = /\b(store\d{0,3}\.|api\.|www\.|files\.|cdn\.)?(gofile\.io|transfer\.sh|catbox\.moe|file\.io|anonfiles?\.com|anonymfile\.com|bayfiles\.com|0x0\.st|temp\.sh|uguu\.se|pixeldrain\.com|tmpfiles\.org|oshi\.at|filebin\.net|tmp\.ninja|ufile\.io|qu\.ax|fileditch\.com|bashupload\.com|keep\.sh|sendspace\.com|zippyshare\.com|workupload\.com|krakenfiles\.com|cockfile\.com|fex\.net|tempsend\.com|litterbox\.catbox)\b/
        $drive = /drive\.google\.com\/uc\?|dl\.dropboxusercontent\.com|dropbox\.com\/s[^\s'"]{5,120}[?&]dl=1|onedrive\.live\.com\/download|mediafire\.com\/file/
        $net_1 = "Popen"
        $net_2 = "WebClient"
        $net_3 = "aiohttp"
        $net_4 = "curl"
        $net_5 = "http.client"
        $net_6 = "httpx"
        $net_7 = "requests"
        $net_8 = "urlopen"
        $net_9 = "urlretrieve"
    condition:
        filesize < 400KB and ($hosts or $drive) and any of ($net_*)
}
