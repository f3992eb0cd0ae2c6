rule secret_files_listed
{
    meta:
        id = "MK-THF-0002"
        author = "Meerkat"
        description = "Names the places of several kinds of secrets at once (cloud, SSH, package indexes, containers): a harvester"
        behaviour = "theft"
        points = "3.5"
        group = "secret-files"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Secret scanners and backup excludes list the same names"
    strings:
        $aws = /\.aws[\/\\'",\s]{1,6}(credentials|config)/
        $ssh = /\.ssh[\/\\'",\s]{1,6}(id_(rsa|ed25519|ecdsa|dsa)|\*|authorized_keys|known_hosts|config)|['"\/\\~]\.ssh['"]/
        $kube = /\.kube[\/\\'",\s]{1,6}config/
        $docker = /\.docker[\/\\'",\s]{1,6}config\.json/
        $npm = /['"\/\\~]\.npmrc/
        $pypi = /['"\/\\~]\.pypirc/
        $netrc = /['"\/\\~]\.netrc/
        $gcloud = /application_default_credentials\.json|\.config[\/\\]gcloud|gcloud[\/\\'",\s]{1,6}credentials\.db/
        $azure = /\.azure[\/\\'",\s]{1,6}(accessTokens|azureProfile|msal_token_cache)|['"\/\\~]\.azure['"\/]/
        $git = /['"\/\\~]\.git-credentials|\.config[\/\\]gh[\/\\]hosts\.yml/
        $terraform = /terraform\.tfstate|credentials\.tfrc\.json|\.terraformrc/
        $vault = /['"\/\\~]\.vault-token/
        $pg = /['"\/\\~]\.(pgpass|my\.cnf|mongorc\.js|dbshell)/
        $history = /['"\/\\~]\.(bash|zsh|python|mysql|psql)_history/
        $gnupg = /['"\/\\~]\.gnupg/
        $k8s_sa = "/var/run/secrets/kubernetes.io"
        $env = /['"\/\\]\.env(\.local|\.production)?['"]/
        $shadow = "/etc/shadow"
    condition:
        5 of them
}
