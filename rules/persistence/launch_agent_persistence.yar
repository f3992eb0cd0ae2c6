rule launch_agent_persistence
{
    meta:
        id = "MK-PER-0004"
        author = "Meerkat"
        description = "Installs a LaunchAgent on macOS: starts again at every login"
        behaviour = "persistence"
        points = "3.5"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1543.001"
        reference = "https://attack.mitre.org/techniques/T1543/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Service managers and desktop helpers"
    strings:
        $dir_1 = "\"LaunchAgents\""
        $dir_2 = "\"LaunchAgents'"
        $dir_3 = "\"LaunchDaemons\""
        $dir_4 = "\"LaunchDaemons'"
        $dir_5 = "'LaunchAgents\""
        $dir_6 = "'LaunchAgents'"
        $dir_7 = "'LaunchDaemons\""
        $dir_8 = "'LaunchDaemons'"
        $dir_9 = "Library/LaunchAgents"
        $dir_10 = "Library/LaunchDaemons"
        $write1_1 = ".write("
        $write1_2 = ".write_bytes("
        $write1_3 = ".write_text("
        $write2 = "plistlib.dump"
        $load = /launchctl['",\s]{1,6}(load|bootstrap|enable|kickstart|submit)/
        $keys_1 = "KeepAlive"
        $keys_2 = "RunAtLoad"
        $keys_3 = "StartInterval"
    condition:
        any of ($dir_*) and ($load or any of ($keys_*)) and any of ($write*)
}
