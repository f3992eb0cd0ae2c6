rule secret_scanner_fetched
{
    meta:
        id = "MK-WRM-0005"
        author = "Meerkat"
        description = "Downloads a secret scanner to search the machine of the victim"
        behaviour = "worm"
        points = "4.0"
        group = "secret-scanner-fetched"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Wrappers of those scanners"
    strings:
        $tool = /(trufflesecurity\/trufflehog|trufflehog_\d|gitleaks\/releases|trufflehog(\.exe)?['"]?\s{0,3},?\s{0,3}['"]?filesystem)/
        $fetch = /urlretrieve|urlopen|requests\.get|curl|wget|subprocess|Popen/
        $home = /expanduser|Path\.home|HOME|\/home/
    condition:
        all of them
}
