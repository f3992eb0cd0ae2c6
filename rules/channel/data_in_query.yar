rule data_in_query
{
    meta:
        id = "MK-CHN-0022"
        author = "Meerkat"
        description = "Puts encoded local data into the address of a request: theft that looks like a page view"
        behaviour = "channel"
        points = "3.0"
        group = "data-in-query"
        scope = "any"
        filetypes = "any"
        attack = "T1041"
        reference = "https://attack.mitre.org/techniques/T1041/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Telemetry pings of small tools"
    strings:
        $send = /\b(requests\.get|urlopen|httpx\.get|Request)\s{0,4}\(\s{0,4}(\w{1,20}\.Request\s{0,2}\(\s{0,2})?(f?['"]https?:\/\/([^1\s'"]|1[^6\s'"]|16[^9\s'"])[^\s'"]{2,160}['"]\s{0,4}\+|f['"]https?:\/\/([^1\s'"]|1[^6\s'"]|16[^9\s'"])[^\s'"]{0,120}\{|['"]https?:\/\/([^1\s'"]|1[^6\s'"]|16[^9\s'"])[^\s'"]{2,160}['"]\s{0,4}(%|\.format))/
        $data1_1 = "getcwd("
        $data1_2 = "getfqdn("
        $data1_3 = "gethostname("
        $data1_4 = "getlogin("
        $data1_5 = "getpwuid("
        $data1_6 = "getuser("
        $data2 = /os\.environ\s{0,4}[,)]|str\s{0,2}\(os\.environ/
        $data3_1 = "b64encode" fullword
        $data3_2 = "hexlify" fullword
        $data3_3 = "quote("
        $data3_4 = "urlencode" fullword
        $data4 = "platform.node("
        $data5 = "os.uname("
        $data6_1 = "check_output("
        $data6_2 = "getoutput("
        $data6_3 = "os.popen"
    condition:
        filesize < 40KB and $send and (any of ($data1_*) or $data2 or $data4 or $data5 or (any of ($data6_*) and any of ($data3_*)))
}
