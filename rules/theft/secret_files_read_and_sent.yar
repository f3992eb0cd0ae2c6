rule secret_files_read_and_sent
{
    meta:
        id = "MK-THF-0003"
        author = "Meerkat"
        description = "Reads private keys or credential files and has a way to send them: theft of keys"
        behaviour = "theft"
        points = "3.5"
        group = "secret-files-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.004"
        reference = "https://attack.mitre.org/techniques/T1552/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Deployment tools talk to a host of the user with a key of the user"
    strings:
        $aws = /\.aws[\/\\'",\s]{1,6}credentials/
        $ssh = /\.ssh[\/\\'",\s]{1,6}id_(rsa|ed25519|ecdsa)([^.]|\.[^p])/
        // the folder as a whole, not a file there whose name is somebody's own
        $ssh_folder = /['"\/\\~]\.ssh['"]\s{0,4}([^\s,\/]|[,\/]\s{0,8}([^'"\s]|['"](\.|\*|id_|['"])))/
        $kube = /\.kube[\/\\'",\s]{1,6}config/
        $npm = /['"\/\\~]\.npmrc/
        $pypi = /['"\/\\~]\.pypirc/
        $git = /['"\/\\~]\.git-credentials/
        $passwd = /open\s{0,4}\(\s{0,4}['"]\/etc\/(passwd|shadow)['"]/
        $cat = /\bcat\s{1,3}(\/etc\/(passwd|shadow)|~\/\.(ssh|aws|bash_history)|\$HOME\/\.)/
        $gcloud = "application_default_credentials.json"
        $history = /['"\/\\~]\.(bash|zsh)_history/
        $sink1 = /\b(requests\.|httpx\.)(post|put|get)\s{0,4}\(\s{0,4}f?['"]https?:/
        $sink3 = /\burlopen[ (]/
        $sink4 = /\.sendall\s{0,4}\(/
        $sink6 = ".add_attachment("
        $sink5 = /requests\.(post|put)\s{0,4}\(/
    condition:
        filesize < 60KB and (1 of ($ssh, $ssh_folder, $git, $passwd, $cat, $history) or 2 of ($aws, $kube, $npm, $pypi, $gcloud)) and any of ($sink*)
}
