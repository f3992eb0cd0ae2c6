rule setup_spawns_odd_command
{
    meta:
        id = "MK-INS-0004"
        author = "Meerkat"
        description = "setup.py starts a shell, an interpreter or a system tool that no build needs"
        behaviour = "install"
        points = "3.0"
        group = "setup-spawn-odd"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Publish helpers in setup.py (rm -rf dist, ls)"
    strings:
        $cmd = /(system|popen|Popen|subprocess\.call|subprocess\.run|check_call|check_output|getoutput)\s{0,4}\(\s{0,8}\[?\s{0,4}f?r?b?['"]{1,3}(start\s|cmd(\.exe)?\s|powershell|whoami|hostname|id\b|uname|ifconfig|ipconfig|net\s|nc\s|ncat\s|bash\s{1,2}-[ic]|sh\s{1,2}-c|touch\s{1,2}[\/~]|mshta|nslookup|dig\s|ping\s|ls\s|cat\s|env\b|wscript|calc|notepad|systeminfo|base64\s|echo\s{1,2}[A-Za-z0-9+\/=]{20}|curl|wget|\.\/[^c\s]|chmod|nohup|rm\s{1,2}-rf\s{1,2}[~\/$]|open\s)/ nocase
        // what a build from source begins with
        $not_build = /(system|popen|Popen|subprocess\.call|subprocess\.run|check_call|check_output|getoutput)\s{0,4}\(\s{0,8}\[?\s{0,4}['"]{1,3}\.\/(autogen|bootstrap|buildconf|waf|gradlew)(\.sh)?['"\s]/
    condition:
        #cmd > #not_build
}
