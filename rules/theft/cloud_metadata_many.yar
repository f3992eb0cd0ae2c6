rule cloud_metadata_many
{
    meta:
        id = "MK-THF-0007"
        author = "Meerkat"
        description = "Asks more than one cloud for credentials: no honest program runs in all of them at once"
        behaviour = "theft"
        points = "3.0"
        group = "cloud-metadata-many"
        scope = "any"
        filetypes = "any"
        attack = "T1552.005"
        reference = "https://attack.mitre.org/techniques/T1552/005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cloud detection libraries only read, they do not post"
    strings:
        $aws = "169.254.169.254"
        $ecs = "169.254.170.2"
        $gcp = "metadata.google.internal"
        $gcp2 = "Metadata-Flavor"
        $azure = "metadata/identity/oauth2"
        $ali = "100.100.100.200"
        $k8s = "/var/run/secrets/kubernetes.io"
        $sink1 = /\b(requests\.|httpx\.)(post|put)\s{0,4}\(/
        $sink2 = /\burlopen[ (]/
    condition:
        filesize < 200KB and 3 of ($aws, $ecs, $gcp, $gcp2, $azure, $ali, $k8s) and any of ($sink*)
}
