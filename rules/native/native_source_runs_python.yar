rule native_source_runs_python
{
    meta:
        id = "MK-NAT-0012"
        author = "Meerkat"
        description = "Source of a compiled module that runs Python from a text which fetches, decodes or sends"
        behaviour = "native"
        points = "4.6"
        group = "native-source-runs-python"
        scope = "any"
        filetypes = "c cc cpp cxx h hh hpp pyx rs go m mm"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Programs that bring Python run start-up code of their own by it"
    strings:
        $run = /\bPyRun_(SimpleString|String|SimpleStringFlags|StringFlags)\s{0,3}\(\s{0,3}"[^;]{0,600}(urlopen|requests\.|b64decode|b85decode|socket\.socket|subprocess|os\.system|os\.popen|marshal\.loads|fromhex|environ)/
        $run_rust = /\bpy\.(run|eval)(_bound)?\s{0,3}\(\s{0,3}(r?#{0,2}"|c_str!\()[^;]{0,600}(urlopen|requests\.|b64decode|socket\.socket|subprocess|os\.system|marshal\.loads)/
        $run_text = /\bPyRun_(SimpleString|String|SimpleStringFlags|StringFlags)\s{0,3}\(\s{0,3}[a-z]\w{0,30}\s{0,2}[,)]/
        $fetch_1 = "urlopen("
        $fetch_2 = "b64decode("
        $fetch_3 = "marshal.loads("
        $fetch_4 = /\brequests\.(get|post)\(/
    condition:
        filesize < 200KB and ($run or $run_rust or ($run_text and any of ($fetch_*)))
}
