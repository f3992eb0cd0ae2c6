rule bytecode_in_data_acts
{
    meta:
        id = "MK-EXE-0040"
        author = "Meerkat"
        description = "A data file holds compiled Python that starts programs, opens connections or runs text: whoever loads it runs that"
        behaviour = "execution"
        points = "9.0"
        group = "bytecode-in-data"
        scope = "data"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Models with functions of their own hold bytecode, but it computes"
    strings:
        // how the bytecode of a data file is listed
        $listing = "# code "
        $call_1 = /\b(_|os|posix|nt|subprocess|request)\.(system|popen|Popen|check_output|check_call|getoutput|startfile|execv|spawnl|urlopen|urlretrieve|create_connection|fork)\(/
        $call_2 = /\n(_\.)?(exec|eval|__import__|compile|Popen|urlopen|urlretrieve|check_output)\(/
        $module = /\nimport (subprocess|socket|ctypes|urllib\.request|requests|pty|marshal)\n/
        // it stands in data files, where everything weighs half
    condition:
        $listing at 0 and (any of ($call_*) or $module)
}
