rule hidden_remote_desktop
{
    meta:
        id = "MK-SHL-0008"
        author = "Meerkat"
        description = "Starts a tunnel, proxy or remote-desktop server of its own on the machine"
        behaviour = "reverse-shell"
        points = "2.5"
        group = "hidden-remote-desktop"
        scope = "any"
        filetypes = "any"
        attack = "T1572"
        reference = "https://attack.mitre.org/techniques/T1572/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Notebook helpers that open a shell in a hosted notebook"
    strings:
        $t1 = /ngrok[^\n]{0,40}(tcp|authtoken)/
        $t2_1 = "ngrok.connect("
        $t2_2 = "pyngrok"
        $t3 = /\bssh\s[^\n]{0,80}-R\s{1,3}\d/
        $t4 = /cloudflared[^\n]{0,60}tunnel/
        $t5 = /\b(frpc|chisel|ligolo|rathole)\b[^\n]{0,60}(client|-c)/
        $run1 = /fDenyTSConnections|anydesk|rustdesk|tightvnc|tmate/i
        $run2 = /\b(os\.popen|os\.system)\s{0,4}\(\s{0,4}[a-z_]\w{0,30}\s{0,2}\)|\bPopen[ (]\s{0,4}[a-z_]\w{0,30}[^\n]{0,60}shell\s{0,3}=\s{0,3}True/
        $run3_1 = "authorized_keys"
        $run3_2 = "socks5"
        $run3_3 = "sshd_config"
    condition:
        any of ($t*) and any of ($run*)
}
