rule cluster_secrets_sent
{
    meta:
        id = "MK-THF-0045"
        author = "Meerkat"
        description = "Lists the secrets of a cluster with the token of its own pod, and posts to a server"
        behaviour = "theft"
        points = "5.0"
        group = "cluster-secrets-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.007"
        reference = "https://attack.mitre.org/techniques/T1552/007/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Operators and backup tools talk to the cluster alone"
    strings:
        $account = "/var/run/secrets/kubernetes.io/serviceaccount"
        $list = /\/api\/v1\/|list_secret_for_all_namespaces/
        $secrets = /['"\/]secrets['"\/?]/
        $post_1 = /\b(urlopen|Request)\s{0,4}\(\s{0,4}f?['"]https?:\/\/[^\n'"]{4,100}['"]\s{0,3},/
        $post_2 = /\b(requests|httpx|session)\.(post|put)\s{0,4}\(\s{0,4}f?['"]https?:\/\//
    condition:
        filesize < 100KB and $account and $list and $secrets and any of ($post_*)
}
