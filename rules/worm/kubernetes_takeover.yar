rule kubernetes_takeover
{
    meta:
        id = "MK-WRM-0007"
        author = "Meerkat"
        description = "Creates privileged pods or mounts the host: takes over the cluster"
        behaviour = "worm"
        points = "4.0"
        group = "kubernetes-takeover"
        scope = "any"
        filetypes = "any"
        attack = "T1611"
        reference = "https://attack.mitre.org/techniques/T1611/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cluster operators and storage drivers"
    strings:
        $create = /create_namespaced_(pod|daemon_set|job|deployment)|kubectl['",\s]{1,6}(apply|create|run|exec)|\/api\/v1\/namespaces\/[^\n]{1,60}\/pods|DaemonSet/
        $priv = /['"]?privileged['"]?\s{0,3}[:=]\s{0,3}[Tt]rue/
        $host1 = /['"]?hostPath['"]?\s{0,3}[:=]|host_path\s{0,3}=/
        $host2 = /['"]?hostPID['"]?\s{0,3}[:=]\s{0,3}[Tt]rue|nsenter|chroot\s{1,3}\/(host|mnt)/
        $sa = "/var/run/secrets/kubernetes.io/serviceaccount"
        $root = /['"]path['"]\s{0,3}:\s{0,3}['"]\/['"]|path:\s{0,3}\/\s|path\s{0,3}=\s{0,3}['"]\/['"]/
    condition:
        $create and (($priv and ($host1 or $host2) and ($root or $sa)) or ($sa and $host1 and $root))
}
