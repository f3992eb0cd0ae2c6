rule pip_install_unseen
{
    meta:
        id = "MK-DWN-0018"
        author = "Meerkat"
        description = "Installs a package from a web address without showing it: brings a second stage past the index"
        behaviour = "download"
        points = "5.0"
        group = "pip-install"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Set-up scripts of companies with their own server"
    strings:
        $url = /['"]?install['",\s]{1,8}([\w.'",\s=-]{0,100}\s)?['"]?(git\+)?https?:\/\/[^\s'"]{4,}/
        $pip = /pip3?['",\s]{1,8}install/
        $call1 = "subprocess" fullword
        $call2 = "os.system"
        $call3 = "os.popen"
        $quiet1 = "DEVNULL"
        $quiet2 = /install[^\n]{0,60}['"\s](-q|-qq|--quiet)\b/
        $quiet3 = /i[n]st[a]ll[^\n]{0,200}(>\s{0,2}\/dev\/null|>\s{0,2}nul\b)/
        $quiet4 = "CREATE_NO_WINDOW"
        $not_forge = /['"]?install['",\s]{1,8}([\w.'",\s=-]{0,100}\s)?['"]?(git\+)?https?:\/\/(github\.com|gitlab\.com|download\.pytorch\.org|huggingface\.co|bootstrap\.pypa\.io)\//
    condition:
        $pip and any of ($call*) and any of ($quiet*) and #url > #not_forge
}
