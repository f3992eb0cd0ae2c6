rule systemd_persistence
{
    meta:
        id = "MK-PER-0005"
        author = "Meerkat"
        description = "Installs a systemd service or timer: starts again at every boot or login"
        behaviour = "persistence"
        points = "3.0"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1543.002"
        reference = "https://attack.mitre.org/techniques/T1543/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Service installers of server software"
    strings:
        $user = /\.config[\/'",\s]{1,6}systemd[\/'",\s]{1,6}user/
        $system_1 = "/etc/systemd/system/"
        $system_2 = "/lib/systemd/system/"
        $unit = "[Service]"
        $exec = "ExecStart="
        $enable = /systemctl['",\s]{1,6}(--user['",\s]{1,6})?(enable|start|daemon-reload|restart)/
        $write1_1 = ".write("
        $write1_2 = ".write_bytes("
        $write1_3 = ".write_text("
        $write2 = /\bcat\s[^\n]{0,20}>|tee\s/
    condition:
        ($user or any of ($system_*) or $unit) and $exec and $enable and any of ($write*)
}
