rule bare_address_url
{
    meta:
        id = "MK-CHN-0013"
        author = "Meerkat"
        description = "Talks to a numeric address instead of a name: servers of honest projects have names"
        behaviour = "channel"
        points = "2.5"
        group = "bare-address"
        scope = "any"
        filetypes = "any"
        attack = "T1071.001"
        reference = "https://attack.mitre.org/techniques/T1071/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests, device libraries and docs; old public trackers"
    strings:
        $url = /(https?|wss?|tcp|ftp):\/\/([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-5])\.\d{1,3}\.\d{1,3}\.\d{1,3}([:\/'"\s?]|\b)/
        $not_local = /(https?|wss?|tcp|ftp):\/\/(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.|1\.1\.1\.1|8\.8\.[48]\.[48]|9\.9\.9\.9|1\.2\.3\.4|255\.|22[4-9]\.|23\d\.|100\.100\.100\.200|1\.0\.0\.1)/
    condition:
        #url > #not_local
}
