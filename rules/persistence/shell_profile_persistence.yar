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
        $rc_1 = ".bash_login"
        $rc_2 = ".bash_profile"
        $rc_3 = ".bashrc"
        $rc_4 = ".profile"
        $rc_5 = ".zprofile"
        $rc_6 = ".zshenv"
        $rc_7 = ".zshrc"
        $append1 = /\.(bashrc|zshrc|bash_profile|profile|zprofile|zshenv)['"]?\s{0,4}\)?\s{0,4},\s{0,4}(mode\s{0,3}=\s{0,3})?['"]a/
        $append2 = />>\s{0,3}['"]?(~|\$HOME|\{?home\}?)?\/?\.(bashrc|zshrc|bash_profile|profile|zprofile)/
        $write_1 = ".write_text("
        $write_2 = ".write("
        $home_1 = "Path.home()"
        $home_2 = "expanduser("
        $pipe_1 = "| sh "
        $pipe_2 = "| bash"
        $pipe_3 = "|sh "
        $pipe_4 = "|bash"
        $pipe_5 = "nohup "
        $pipe_6 = "| python"
        $act_1 = "/tmp/"
        $act_2 = "LD_PRELOAD"
        $act_3 = "alias sudo"
        $act_4 = "base64"
        $act_5 = "curl "
        $act_6 = "nohup"
        $act_7 = "python "
        $act_8 = "python3 "
        $act_9 = "wget "
    condition:
        any of ($rc_*) and any of ($act_*) and (any of ($append*) or (filesize < 30KB and any of ($write_*) and any of ($home_*) and any of ($pipe_*)))
}
