rule spreads_over_ssh
{
    meta:
        id = "MK-WRM-0006"
        author = "Meerkat"
        description = "Logs in to many machines over SSH and copies itself there"
        behaviour = "worm"
        points = "3.5"
        group = "spreads-over-ssh"
        scope = "any"
        filetypes = "any"
        attack = "T1021.004"
        reference = "https://attack.mitre.org/techniques/T1021/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $lib_1 = "AsyncSSH"
        $lib_2 = "fabric"
        $lib_3 = "paramiko.SSHClient"
        $lib_4 = "pexpect.spawn"
        $lib_5 = "sshpass"
        $known = /known_hosts|\.ssh[\/'"]| in (hosts|targets|ip_list|victims)\b/
        $copy = /(put|scp|sftp)[^\n]{0,80}(__file__|sys\.argv\[0\])/
        $pw = /['"](root|admin|toor|123456|password)['"]\s{0,3},\s{0,3}['"](root|admin|toor|123456|password|raspberry|ubnt)['"]/
        $known_file = "known_hosts"
        $unasked_1 = "StrictHostKeyChecking=no"
        $unasked_2 = "BatchMode=yes"
        $spawn_1 = "subprocess"
        $spawn_2 = "os.system("
        $given_1 = "| bash"
        $given_2 = "curl "
        $given_3 = "wget "
        $given_4 = "__file__"
    condition:
        (any of ($lib_*) and ($copy or ($known and $pw))) or (filesize < 40KB and $known_file and any of ($unasked_*) and any of ($spawn_*) and any of ($given_*))
}
