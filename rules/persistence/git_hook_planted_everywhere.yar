rule git_hook_planted_everywhere
{
    meta:
        id = "MK-PER-0014"
        author = "Meerkat"
        description = "Gives all repositories of the account one folder of git hooks, which talk to a server or are put there unseen"
        behaviour = "persistence"
        points = "4.8"
        group = "git-hook-planted-everywhere"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Company tools that install a commit policy"
    strings:
        $hooks = "core.hooksPath"
        $global = "--global"
        $net = /\b(curl|wget)\s[^\n]{0,200}(https?:\/\/|--data|-d\s|@-)/
        // hooks that the same module has just written, told to nobody
        $runs_1 = "0o755"
        $runs_2 = "0o777"
        $runs_3 = "0o700"
        $runs_4 = "S_IXUSR"
        $runs_5 = "S_IEXEC"
        $written_1 = ".write_text("
        $written_2 = ".write("
        $unseen_1 = "DEVNULL"
        $unseen_2 = "capture_output=True"
    condition:
        filesize < 100KB and $hooks and $global and ($net or (filesize < 20KB and any of ($runs_*) and any of ($written_*) and any of ($unseen_*)))
}
