rule cloud_metadata_credentials
{
    meta:
        id = "MK-THF-0006"
        author = "Meerkat"
        description = "Asks the cloud machine for its own credentials (metadata service, container role)"
        behaviour = "theft"
        points = "2.0"
        group = "cloud-metadata-credentials"
        scope = "any"
        filetypes = "any"
        attack = "T1552.005"
        reference = "https://attack.mitre.org/techniques/T1552/005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cloud SDKs"
    strings:
        $imds = "169.254.169.254"
        $iam = "security-credentials"
        $imds2 = "latest/api/token"
        $ecs = "169.254.170.2"
        $ecs_env = "AWS_CONTAINER_CREDENTIALS_"
        $gcp = "metadata.google.internal"
        $gcp2 = "service-accounts/default/token"
        $azure = "metadata/identity/oauth2/token"
        $ali = "100.100.100.200"
        $sa = "/var/run/secrets/kubernetes.io/serviceaccount"
    condition:
        (($imds and ($iam or $imds2 or $azure)) or $ecs or $ecs_env or $gcp2 or $ali or ($gcp and $sa))
}
