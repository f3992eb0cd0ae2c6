rule start_entry_file
{
    meta:
        id = "MK-STA-0004"
        author = "Meerkat"
        description = "A .start file names functions that Python runs at every start (PEP 829): see what they do"
        behaviour = "startup"
        points = "1.5"
        group = "start-entry-file"
        scope = "startup"
        filetypes = "start"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Debuggers, coverage and profilers will use it rightly"
    strings:
        $entry_1 = ":_boot"
        $entry_2 = ":_init"
        $entry_3 = ":_main"
        $entry_4 = ":_start"
        $entry_5 = ":activate"
        $entry_6 = ":bootstrap"
        $entry_7 = ":init"
        $entry_8 = ":install"
        $entry_9 = ":main"
        $entry_10 = ":start"
    condition:
        filesize < 20KB and any of ($entry_*)
}
