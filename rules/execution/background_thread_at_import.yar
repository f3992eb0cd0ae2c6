rule background_thread_at_import
{
    meta:
        id = "MK-EXE-0024"
        author = "Meerkat"
        description = "Starts a hidden worker at module level whose target fetches, decodes or spawns: runs on mere import"
        behaviour = "execution"
        points = "1.5"
        group = "background-thread-at-import"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Telemetry clients start a sender thread"
    strings:
        $thread = /\n(threading\.)?Thread\s{0,4}\(\s{0,4}target\s{0,4}=\s{0,4}\w{1,40}([^\w\n][^\n]{0,60})?\)\.start\(\)/
        $net_1 = "b64decode"
        $net_2 = "os.system"
        $net_3 = "requests.get"
        $net_4 = "requests.post"
        $net_5 = "socket.socket"
        $net_6 = "subprocess."
        $net_7 = "urlopen"
    condition:
        $thread and any of ($net_*)
}
