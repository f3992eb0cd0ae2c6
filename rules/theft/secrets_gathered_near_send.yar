rule secrets_gathered_near_send
{
    meta:
        id = "MK-THF-0039"
        author = "Meerkat"
        description = "Reads keys of several services (cloud, SSH, indexes, containers) and sends data on right beside it: credential theft"
        behaviour = "theft"
        points = "5.0"
        group = "secret-files-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tools that copy configuration between the user's own machines"
    strings:
        $file_aws = /\.aws[\/\\'",\s]{1,6}(credentials|config)/
        $file_ssh = /\.ssh[\/\\'",\s]{1,6}(id_|\*|known_hosts|config)|['"\/\\~]\.ssh['"]/
        $file_kube = /\.kube[\/\\'",\s]{1,6}config|['"\/\\~]\.kube['"]/
        $file_docker = /\.docker[\/\\'",\s]{1,6}config\.json/
        $file_npm = /['"\/\\~]\.npmrc/
        $file_pypi = /['"\/\\~]\.pypirc/
        $file_netrc = /['"\/\\~]\.netrc/
        $file_gcloud = /application_default_credentials\.json|\.config[\/\\]gcloud/
        $file_azure = /['"\/\\~]\.azure['"\/]/
        $file_git = /['"\/\\~]\.git-credentials|\.config[\/\\]gh[\/\\]hosts\.yml/
        $file_gnupg = /['"\/\\~]\.gnupg/
        $file_history = /['"\/\\~]\.(bash|zsh)_history/
        $file_vault = /['"\/\\~]\.vault-token/
        $file_sa = "/var/run/secrets/kubernetes.io"
        $send1 = /\b(requests|httpx|session|urllib3)\.(post|put|request)\s{0,4}\(/
        $send2 = "urlopen("
        $send3 = "HTTPSConnection("
        $send4 = "HTTPConnection("
        $send5 = ".sendall("
        $send6 = /\b(httpx|aiohttp)\.(Async)?Client\s{0,4}\(/
        $send7 = "ClientSession("
        $send8 = "PoolManager("
        $send9 = "--data-binary"
        $send10 = /\bcurl['",\s][^\n]{0,120}(POST|--data|-d['"\s]|-F['"\s]|-T['"\s])/
        $send11 = ".sendto("
        $send13 = "WebSocket("
        $send14 = ".storbinary("
    condition:
        3 of ($file_*) and any of ($send*) and for any of ($file_*) : ( for any j in (1..#) : (
            3 of ($file_*) in (@[j]..@[j] + 900) and any of ($send*) in (@[j] - 1500..@[j] + 2500)
        ) )
}
