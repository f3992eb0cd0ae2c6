rule cron_persistence
{
    meta:
        id = "MK-PER-0006"
        author = "Meerkat"
        description = "Adds a cron job: comes back by the clock"
        behaviour = "persistence"
        points = "3.0"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1053.003"
        reference = "https://attack.mitre.org/techniques/T1053/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Schedulers (python-crontab, supervisors)"
    strings:
        $pipe = /crontab\s{1,3}-(l[^\n]{0,200}\|\s{0,3}crontab\s{1,3}-)?['"\s]?/
        $add = /\|\s{0,3}crontab\s{1,3}-/
        $args = /['"]crontab['"]\s{0,4},\s{0,4}['"](-|\/tmp)/
        $dir = /\/etc\/cron\.(d|daily|hourly)\/[\w.{}-]{1,40}|\/var\/spool\/cron/
        $write_1 = ".write("
        $write_2 = ".write_text("
        $write_3 = "echo "
        $reboot = "@reboot"
        $star = /\*(\/\d{1,2})? \* \* \* \*/
    condition:
        $add or ($args and any of ($write_*)) or ($dir and any of ($write_*) and ($reboot or $star)) or ($pipe and ($reboot or $star))
}
