rule pip_install_from_address
{
    meta:
        id = "MK-DWN-0013"
        author = "Meerkat"
        description = "Installs a package from an address or a foreign index while running: bypasses the index that people trust"
        behaviour = "download"
        points = "3.5"
        group = "pip-install"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Lab set-up scripts; look whose address it is"
    strings:
        $url = /pip3?['",\s]{1,8}install['",\s]{1,8}([\w.'",\s=-]{0,60}\s)?['"]?(git\+)?https?:\/\/[^\s'"]{4,}/
        $index = /pip3?['",\s]{1,8}install['",\s]{1,8}[^\n]{0,120}(--index-url|--extra-index-url|-i|--trusted-host)['",\s]{1,8}(https?:|\d|\w)/
        $call1 = "subprocess" fullword
        $call2 = "os.system"
        $call3 = "os.popen"
        $call4 = "pip.main"
        $not_torch = /pip3?['",\s]{1,8}install[^\n]{0,200}download\.pytorch\.org/
    condition:
        #url + #index > #not_torch and any of ($call*)
}
