rule curl_pipe_shell_unseen
{
    meta:
        id = "MK-DWN-0037"
        author = "Meerkat"
        description = "Runs a script from the network by a shell, and lets nobody see what it says"
        behaviour = "download"
        points = "4.5"
        group = "curl-pipe-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.004"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Installers of well-known tools by their own script, which say so"
    strings:
        $hidden = /\b(os\.system|os\.popen|Popen|subprocess\.\w{3,12}|check_output|getoutput)\s{0,4}\([^\n]{0,60}\b(curl|wget)\s[^\n]{5,300}\|\s{0,3}(sudo\s)?(ba|z|da)?sh\b[^\n]{0,60}(\/dev\/null|2>&1|[^&]&\s{0,2}\)?['"]|DEVNULL)/
        $hidden_sub = /\b(os\.system|os\.popen|Popen|subprocess\.\w{3,12}|check_output|getoutput)\s{0,4}\([^\n]{0,60}\b(ba|z)?sh\s{1,3}(-c\s{1,3}\\?['"]{1,3}\$|<)\(\s{0,3}(curl|wget)\s[^\n]{5,300}(\/dev\/null|2>&1|[^&]&\s{0,2}\)?['"]|DEVNULL)/
    condition:
        any of them
}
