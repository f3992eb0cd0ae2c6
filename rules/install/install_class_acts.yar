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
        $net_1 = "httpx.get("
        $net_2 = "httpx.post("
        $net_3 = "requests.get("
        $net_4 = "requests.post("
        $net_5 = "socket.create_connection("
        $net_6 = "socket.gethostbyname("
        $net_7 = "socket.socket("
        $net_8 = "urlopen" fullword
        $net_9 = "urlretrieve("
        $decode_1 = "b64decode("
        $decode_2 = "b85decode("
        $decode_3 = /codecs\.decode\([^\n]{1,80},\s{0,2}['"](rot|hex|zip|zlib|bz2|base64|uu)/
        $decode_4 = "decrypt("
        $decode_5 = "fromhex("
        $decode_6 = "marshal.loads" fullword
        $decode_7 = "unhexlify("
        $not_build = /os\.(system|popen)\s{0,3}\(\s{0,4}f?['"](\w{1,40}=\w{1,40} ){0,3}(cmake|make|ninja|(ba)?sh (\.\/)?(make|build|configure|autogen)\.sh|\.\/configure|autoreconf|\w{2,20}-config|g(cc|\+\+)|clang|nvcc|protoc|git (describe|rev-parse|log))\b/
        $run = /\b(exec\(|eval\()\s{0,4}[\w.(]{0,40}(decode|b64|zlib|Fernet|get\(|urlopen)|Popen[ (]|os\.(popen|startfile)\s{0,4}\(|powershell|os\.system\s{0,3}\(/
    condition:
        filesize < 60KB and $class and (any of ($net_*) or any of ($decode_*) or #run > #not_build)
}
