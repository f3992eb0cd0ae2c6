rule git_remote_or_repo_stolen
{
    meta:
        id = "MK-THF-0038"
        author = "Meerkat"
        description = "Reads git settings, remotes or source folders and sends them"
        behaviour = "theft"
        points = "2.5"
        group = "git-remote-or-repo-stolen"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Experiment trackers"
    strings:
        $git1 = /['"\/\\]\.git[\/\\'",\s]{1,6}config/
        $git2 = /git['",\s]{1,6}(remote['",\s]{1,6}-v|config['",\s]{1,6}(--get|--global|--list|-l))/
        $git3 = ".gitconfig"
        $sink1 = /\brequests\.(post|get)\s{0,3}\(\s{0,3}f?['"]https?:/
        $sink2 = "urlopen" fullword
        $id_1 = "getfqdn("
        $id_2 = "gethostname("
        $id_3 = "getlogin("
        $id_4 = "getuser("
    condition:
        filesize < 20KB and any of ($git*) and any of ($sink*) and any of ($id_*)
}
