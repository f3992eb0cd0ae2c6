rule sitecustomize_acts
{
    meta:
        id = "MK-STA-0005"
        author = "Meerkat"
        description = "sitecustomize or usercustomize that fetches, spawns or decodes: runs in every Python of the machine"
        behaviour = "startup"
        points = "4.0"
        group = "sitecustomize-acts"
        scope = "startup"
        filetypes = "py pyc pyw"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tracing agents (ddtrace, opentelemetry) bootstrap here without spawning"
    strings:
        $net_1 = "httpx.get("
        $net_2 = "httpx.post("
        $net_3 = "requests.get("
        $net_4 = "requests.post("
        $net_5 = "socket.create_connection" fullword
        $net_6 = "socket.socket" fullword
        $net_7 = "urlopen" fullword
        $net_8 = "urlretrieve("
        $run = /(os\.system|os\.popen)\s{0,4}\(|subprocess\.\w{1,12}\s{0,4}\(|\bexec\(/
        $decode_1 = "b64decode("
        $decode_2 = "b85decode("
        $decode_3 = "decompress("
        $decode_4 = "fromhex("
        $decode_5 = "unhexlify("
    condition:
        any of them
}
