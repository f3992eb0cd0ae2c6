rule pth_self_guard
{
    meta:
        id = "MK-STA-0003"
        author = "Meerkat"
        description = "Start-up file that checks an environment mark so that its children do not start it again: a fork guard of spawning code"
        behaviour = "startup"
        points = "3.0"
        group = "pth-self-guard"
        scope = "startup"
        filetypes = "any"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Process supervisors, rarely in .pth files"
    strings:
        $env_1 = "os.environ.get("
        $env_2 = "os.environ.setdefault("
        $env_3 = "os.environ["
        $spawn_1 = "Popen"
        $spawn_2 = "os.fork"
        $spawn_3 = "os.spawn"
        $spawn_4 = "subprocess.run"
    condition:
        any of ($env_*) and any of ($spawn_*)
}
