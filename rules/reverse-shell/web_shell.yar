rule web_shell
{
    meta:
        id = "MK-SHL-0009"
        author = "Meerkat"
        description = "A web handler that runs what a request says: a back door over HTTP"
        behaviour = "reverse-shell"
        points = "6.5"
        group = "web-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1505.003"
        reference = "https://attack.mitre.org/techniques/T1505/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Deliberately vulnerable teaching applications"
    strings:
        $flask = /\b(Popen|system|popen|check_output|getoutput|subprocess\.run|subprocess\.call|exec|eval)\s{0,3}\(\s{0,4}(flask\.)?request\.(args|form|json|values|data|get_data|headers|GET|POST|query|cookies)/
        $var = /=\s{0,3}(flask\.)?request\.(args|form|json|values|headers|GET|POST)(\.get\s{0,2}\(|\[)\s{0,3}['"](cmd|command|exec|c|shell|code)['"]/
        $run = /\b(Popen|os\.system|os\.popen|check_output|getoutput)\s{0,3}\(\s{0,4}(cmd|command|code|shell)\b/
        $wsgi_1 = "do_GET"
        $wsgi_2 = "do_POST"
        $path_1 = "check_output("
        $path_2 = "getoutput("
        $path_3 = "os.popen" fullword
        $path_4 = "os.system("
        $taken1 = "self.path"
        $taken2 = "parse_qs("
        $taken3 = "rfile.read("
    condition:
        $flask or ($var and $run) or (any of ($wsgi_*) and any of ($path_*) and any of ($taken*) and filesize < 10KB)
}
