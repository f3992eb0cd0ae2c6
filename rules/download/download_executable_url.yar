rule download_executable_url
{
    meta:
        id = "MK-DWN-0002"
        author = "Meerkat"
        description = "Names an address that ends in a program or script and fetches it"
        behaviour = "download"
        points = "3.0"
        group = "download-url"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Driver and browser installers; look whose address it is"
    strings:
        $url = /https?:\/\/[^\s'"<>]{4,160}(\.exe|\.scr|\.bat|\.cmd|\.ps1|\.vbs|\.msi|\.hta|\.dll|\.elf|\.pyz|\.jar|\.apk|\.dmg|\.pkg)(\?[^\s'"]{0,80})?['"\s)]/
        $fetch_get = ".get("
        $fetch_urlopen = "urlopen" fullword
        $fetch_urlretrieve = "urlretrieve" fullword
        $fetch_curl = "curl "
        $fetch_wget = "wget" fullword
        $fetch_ps = "DownloadFile"
        $fetch_iwr = "Invoke-WebRequest" nocase
        $not_known = /https?:\/\/(www\.python\.org\/ftp|nodejs\.org\/dist|github\.com\/git-for-windows\/git\/releases|dl\.google\.com|chocolatey\.org\/install|aka\.ms|visualstudio\.microsoft\.com|win\.rustup\.rs|astral\.sh\/uv)[^\s'"<>]{0,120}(\.exe|\.ps1|\.msi|\.pkg|\.dmg)['"\s)]/
    condition:
        any of ($fetch_*) and #url > #not_known
}
