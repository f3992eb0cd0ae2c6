rule launch_agent_persistence
{
    meta:
        id = "MK-PER-0004"
        author = "Meerkat"
        description = "Installs a LaunchAgent on macOS: starts again at every login"
        behaviour = "persistence"
        points = "3.5"
        group = "launch-agent-persistence"
        scope = "any"
        filetypes = "any"
        attack = "T1543.001"
        reference = "https://attack.mitre.org/techniques/T1543/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Service managers and desktop helpers"
    strings:
        $dir = /Library\/Launch(Agents|Daemons)|['"]Launch(Agents|Daemons)['"]/
        $write1 = /\.write(_text|_bytes)?\s{0,4}\(/
        $write2 = "plistlib.dump"
        $load = /launchctl['",\s]{1,6}(load|bootstrap|enable|kickstart|submit)/
        $keys = /RunAtLoad|KeepAlive|StartInterval/
    condition:
        $dir and ($load or $keys) and any of ($write*)
}
