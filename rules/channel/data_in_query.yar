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
        $send = /\b(requests\.get|urlopen|httpx\.get|Request)\s{0,4}\(\s{0,4}(\w{1,20}\.Request\s{0,2}\(\s{0,2})?(f?['"]https?:\/\/[^\s'"]{4,160}['"]\s{0,4}\+|f['"]https?:\/\/[^\s'"]{2,120}\{|['"]https?:\/\/[^\s'"]{4,160}['"]\s{0,4}(%|\.format))/
        $data1 = /\b(gethostname|getuser|getlogin|getfqdn|getcwd|getpwuid)\s{0,4}\(/
        $data2 = /os\.environ\s{0,4}[,)]|str\s{0,2}\(os\.environ/
        $data3 = /b64encode|hexlify|urlencode|\bquote\s{0,2}\(/
        $data4 = "platform.node("
        $data5 = "os.uname("
        $data6 = /os\.popen\s{0,4}\(|getoutput\s{0,4}\(|check_output\s{0,4}\(/
    condition:
        filesize < 40KB and $send and ($data1 or $data2 or $data4 or $data5 or ($data6 and $data3))
}
