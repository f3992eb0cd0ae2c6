rule pod_neighbour_read
{
    meta:
        id = "MK-THF-0057"
        author = "Meerkat"
        description = "Puts a container of its own beside others, which may read their memory and gets their secrets"
        behaviour = "theft"
        points = "4.0"
        group = "cluster-secrets"
        scope = "any"
        filetypes = "any"
        attack = "T1610"
        reference = "https://attack.mitre.org/techniques/T1610/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Debuggers for clusters, which add themselves when asked and take no secrets"
    strings:
        $trace = "SYS_PTRACE"
        $shared = "shareProcessNamespace"
        $given_1 = "envFrom"
        $given_2 = "secretRef"
        $given_3 = "serviceAccountToken"
        $given_4 = "/environ"
        $image = /['"]image['"]\s{0,2}:\s{0,2}(['"][\w.-]{1,40}\.[a-z]{2,10}[\/:]|[A-Z_]{3,20}\b)/
    condition:
        filesize < 200KB and $trace and $shared and $image and 2 of ($given_*)
}
