rule shell_profile_persistence
{
    meta:
        id = "MK-PER-0007"
        author = "Meerkat"
        description = "Appends a command to the shell profile of the user: runs with every terminal"
        behaviour = "persistence"
        points = "2.5"
        group = "shell-profile-persistence"
        scope = "any"
        filetypes = "any"
        attack = "T1546.004"
        reference = "https://attack.mitre.org/techniques/T1546/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Completion installers, conda init, version managers"
    strings:
        $rc = /\.(bashrc|zshrc|bash_profile|profile|zprofile|bash_login|zshenv)\b/
        $append1 = /\.(bashrc|zshrc|bash_profile|profile|zprofile|zshenv)['"]?\s{0,4}\)?\s{0,4},\s{0,4}(mode\s{0,3}=\s{0,3})?['"]a/
        $append2 = />>\s{0,3}['"]?(~|\$HOME|\{?home\}?)?\/?\.(bashrc|zshrc|bash_profile|profile|zprofile)/
        $act = /(curl |wget |python3? |nohup|base64|alias sudo|LD_PRELOAD|\/tmp\/)/
    condition:
        $rc and any of ($append*) and $act
}
