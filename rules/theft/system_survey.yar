rule system_survey
{
    meta:
        id = "MK-THF-0026"
        author = "Meerkat"
        description = "Surveys the machine with system commands (systeminfo, ipconfig, tasklist, wmic): reconnaissance before theft"
        behaviour = "theft"
        points = "2.0"
        group = "system-survey"
        scope = "any"
        filetypes = "any"
        attack = "T1082"
        reference = "https://attack.mitre.org/techniques/T1082/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Support bundles and monitoring agents"
    strings:
        $systeminfo = /['"\s]systeminfo['"\s]/
        $ipconfig = /['"](ipconfig\s{0,2}\/all|ifconfig -a|arp -a|netstat -an?o?)/
        $tasklist = /['"](tasklist|ps aux)/
        $netuser = /['"]net (user|localgroup|view|group)\b/
        $wmic = /wmic\s{1,3}(csproduct|bios|cpu|os|path|diskdrive|baseboard|computersystem)/ nocase
        $whoami = /['"]whoami( \/all| \/priv)?['"]/
        $uname = /['"]uname -a['"]/
        $lsb = /['"]cat \/etc\/(passwd|issue|os-release|hosts)['"]/
        $route = /['"](route print|ip addr|ip a)['"]/
        $starts = /\b(subprocess|popen|Popen|system|check_output|getoutput|exec\w{0,6}|spawn\w{0,4}|shell)\s{0,3}[.(]/
    condition:
        $starts and 3 of ($systeminfo, $ipconfig, $tasklist, $netuser, $wmic, $whoami, $uname, $lsb, $route)
}
