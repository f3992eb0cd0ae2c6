rule setup_silent_failure
{
    meta:
        id = "MK-INS-0011"
        author = "Meerkat"
        description = "setup.py wraps network, spawn or decode calls so that any failure stays silent"
        behaviour = "install"
        points = "1.5"
        group = "setup-silent-failure"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Version look-ups by git in a try block"
    strings:
        $bare = /except(\s{1,4}(Exception|BaseException|:)[^\n]{0,30})?\s{0,4}:\s{0,20}(pass|return|\.\.\.|continue)\b/
        $act = /\b(exec\(|eval\()\s{0,4}(base64|b64|Fernet|zlib|requests|urlopen|bytes|compile|marshal|__import__|codecs|decode)|os\.(system|popen|startfile)\s{0,2}\(|subprocess\.(Popen|run|call)\s{0,2}\(|urlopen[ (]|requests\.(get|post)\s{0,2}\(|socket\.(socket|create_connection|gethostbyname)/
        $not_git = /['"]rev-(parse|list)['"]|git (describe|rev-parse)/
    condition:
        not $not_git and for any i in (1..#bare) : ( $act in (@bare[i] - 1500..@bare[i]) )
}
