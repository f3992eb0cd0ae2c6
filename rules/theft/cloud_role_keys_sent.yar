rule cloud_role_keys_sent
{
    meta:
        id = "MK-THF-0040"
        author = "Meerkat"
        description = "Asks the cloud's metadata service or the pod's service account for keys, and posts what it got elsewhere"
        behaviour = "theft"
        points = "5.5"
        group = "cloud-role-keys-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.005"
        reference = "https://attack.mitre.org/techniques/T1552/005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Cloud SDKs sign requests with these keys and never post them"
    strings:
        $meta1 = "169.254.169.254"
        $meta2 = "169.254.170.2"
        $meta3 = "metadata.google.internal"
        $meta4 = "/var/run/secrets/kubernetes.io/serviceaccount"
        $meta5 = "100.100.100.200"
        $take1 = "security-credentials"
        $take2 = "service-accounts/default/token"
        $take3 = "serviceaccount/token"
        $take4 = "identity/oauth2/token"
        $take5 = "AWS_CONTAINER_CREDENTIALS_"
        $more1 = /json\.dumps\s{0,4}\(\s{0,4}(dict\s{0,4}\(\s{0,4})?(os\.)?environ/
        $more2 = /\bdict\s{0,4}\(\s{0,4}(os\.)?environ\s{0,4}\)/
        $more3 = /\.aws[\/\\'",\s]{1,6}credentials/
        $more4 = "serviceaccount/token"
        $more5 = /\.kube[\/\\'",\s]{1,6}config/
        $more6 = /['"\/\\~]\.ssh['"\/]/
        $post1 = /\b(requests|httpx|session)\.(post|put)\s{0,4}\(\s{0,4}f?['"]https?:\/\//
        $post2 = /urlopen\s{0,4}\([^\n]{0,120}\bdata\s{0,3}=/
        $post3 = /Request\s{0,4}\([^\n]{0,120}\bdata\s{0,3}=/
        $post4 = /\.request\s{0,4}\(\s{0,4}['"]POST['"]/
        $post5 = ".sendall("
    condition:
        any of ($meta*) and any of ($take*) and
        any of ($more*) and for any of ($post*) : ( for any j in (1..#) : (
            any of ($meta*) in (@[j] - 2000..@[j] + 400) and any of ($more*) in (@[j] - 2000..@[j] + 400)
        ) )
}
