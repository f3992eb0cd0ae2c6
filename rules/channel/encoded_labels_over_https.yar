rule encoded_labels_over_https
{
    meta:
        id = "MK-CHN-0029"
        author = "Meerkat"
        description = "Packs data into the labels of a name and has it looked up over HTTPS: a question that carries data out"
        behaviour = "channel"
        points = "4.4"
        group = "dns-exfiltration"
        scope = "any"
        filetypes = "any"
        attack = "T1048"
        reference = "https://attack.mitre.org/techniques/T1048/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tunnels by DNS, which say so"
    strings:
        $ask_1 = "dns-query"
        $ask_2 = "application/dns-json"
        $ask_3 = "application/dns-message"
        $ask_4 = "dns.google/resolve"
        $ask_5 = "/resolve?name="
        $code_1 = "b32encode("
        $code_2 = "hexlify("
        $code_3 = ".hex()"
        $code_4 = "b32hexencode("
        $code_5 = "base58"
        $cut_1 = "for i in range(0, len("
        $cut_2 = /\brange\(\s{0,2}0\s{0,2},\s{0,2}len\(\w{1,20}\)\s{0,2},\s{0,2}\w/
        $cut_3 = "wrap("
        $cut_4 = "batched("
    condition:
        filesize < 60KB and any of ($ask_*) and any of ($code_*) and any of ($cut_*)
}
