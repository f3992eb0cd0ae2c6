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
        $net = /\b(urlopen|urlretrieve)\s{0,4}\(|\b(requests|httpx)\.(get|post)\s{0,4}\(|socket\.(create_connection|socket)/
        $run = /os\.(system|popen)\s{0,4}\(|subprocess\.\w{1,12}\s{0,4}\(|\bexec\s{0,4}\(/
        $decode = /\b(b64decode|b85decode|unhexlify|fromhex|decompress)\s{0,4}\(/
    condition:
        any of them
}
