rule install_class_acts
{
    meta:
        id = "MK-INS-0017"
        author = "Meerkat"
        description = "An install command class that fetches, spawns or decodes, also outside setup.py"
        behaviour = "install"
        points = "3.5"
        group = "install-class-acts"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Packages that fetch or build a native part on install"
    strings:
        $class = /[(.](install|develop|egg_info|_install|easy_install)\s{0,2}\)\s{0,2}:/
        $net = /\b(urlopen|urlretrieve)\s{0,4}\(|\b(requests|httpx)\.(get|post)\s{0,4}\(|socket\.(socket|create_connection|gethostbyname)\s{0,3}\(/
        $decode = /\b(b64decode|b85decode|unhexlify|fromhex|decrypt)\s{0,4}\(|marshal\.loads|codecs\.decode/
        $run = /\b(exec|eval)\s{0,4}\(\s{0,4}[\w.(]{0,40}(decode|b64|zlib|Fernet|get\(|urlopen)|Popen\s{0,4}\(|os\.(popen|startfile)\s{0,4}\(|powershell|os\.system\s{0,3}\(/
        $not_ext = "Extension("
    condition:
        filesize < 60KB and $class and ($net or $decode or $run) and not $not_ext
}
