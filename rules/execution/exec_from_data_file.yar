rule exec_from_data_file
{
    meta:
        id = "MK-EXE-0008"
        author = "Meerkat"
        description = "Runs the content of a data file of the package (text, picture, sound): code where no one looks for it"
        behaviour = "execution"
        points = "3.5"
        group = "exec-from-data-file"
        scope = "any"
        filetypes = "any"
        attack = "T1027.009"
        reference = "https://attack.mitre.org/techniques/T1027/009/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "A few setup.py files keep their version in a text file and run it"
    strings:
        $open = /\b(exec\(|eval\()\s{0,8}(compile\s{0,4}\(\s{0,8})?open\s{0,4}\([^)\n]{0,80}\.(txt|png|jpeg|jpg|gif|ico|wav|mp3|md|json|csv|dat|bin|log|css|svg|ttf|xml|yaml|yml)['"]/
        $read_text = /\b(ex[e]c\(|ev[a]l\()[^\n]{0,80}\.(txt|png|jpeg|jpg|gif|ico|wav|md|csv|dat|bin|log|css|svg)['"]\s{0,4}\)\s{0,4}\.\s{0,4}read/
    condition:
        any of them
}
