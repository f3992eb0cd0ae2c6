rule bare_address_odd_port
{
    meta:
        id = "MK-CHN-0014"
        author = "Meerkat"
        description = "Talks to a numeric address at an unusual port: a hand-run server, often command and control"
        behaviour = "channel"
        points = "2.0"
        group = "bare-address-port"
        scope = "any"
        filetypes = "any"
        attack = "T1571"
        reference = "https://attack.mitre.org/techniques/T1571/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests and device libraries"
    strings:
        $url = /(https?|wss?):\/\/([1-9]|[1-9]\d|1[013-9]\d|1\d\d|2[0-4]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}:\d{2,5}/
        $connect = /\.connect(_ex)?\s{0,4}\(\s{0,4}\(\s{0,4}['"]([1-9]|[1-9]\d|1[013-9]\d|2[0-4]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}['"]\s{0,4},\s{0,4}\d{2,5}/
        $host = /\b(HOST|host|SERVER_HOST|LHOST|lhost|server|SERVER|server_ip|SERVER_IP|rhost|RHOST|c2_host|C2_HOST|attacker\w{0,5})\s{0,4}=\s{0,4}['"]([1-9]|[1-9]\d|1[013-9]\d|2[0-4]\d)\.\d{1,3}\.\d{1,3}\.\d{1,3}['"]/
        $not_local = /['"\/](127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0|1\.1\.1\.1|8\.8\.[48]\.[48]|1\.2\.3\.4|255\.|22[4-9]\.|23\d\.)/
    condition:
        (#url + #connect + #host) > #not_local
}
