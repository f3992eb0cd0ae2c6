rule pth_loud_code
{
    meta:
        id = "MK-STA-0002"
        author = "Meerkat"
        description = "A .pth file that decodes, spawns or fetches: malware that lives in every start of Python"
        behaviour = "startup"
        points = "6.0"
        group = "pth-loud-code"
        scope = "startup"
        filetypes = "pth start"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "coverage and debuggers start tracing here but do not spawn or decode"
    strings:
        $sub = /\bsubprocess\b/
        $popen = /(os\.popen|os\.system|os\.exec|os\.spawn)/
        $b64_1 = "b16decode"
        $b64_2 = "b32decode"
        $b64_3 = "b64decode"
        $b64_4 = "b85decode"
        $zlib = /(zlib|lzma|bz2)\.decompress|__import__\(\s{0,4}['"](zlib|base64|marshal|subprocess|urllib|lzma)/
        $net_1 = "requests.get"
        $net_2 = "requests.post"
        $net_3 = "socket.create"
        $net_4 = "socket.socket"
        $net_5 = "urllib.request"
        $net_6 = "urlopen"
        $exec = /\bexec\(\s{0,4}(open|__import__|base64|zlib|bytes|compile|marshal|requests|urlopen|b64|codecs|['"]import)/
        $marshal = /\bmarshal\b/
        $thread = /\bthreading\b/
    condition:
        filesize < 300KB and any of them
}
