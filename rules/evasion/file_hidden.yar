rule file_hidden
{
    meta:
        id = "MK-EVA-0013"
        author = "Meerkat"
        description = "Hides its files with system attributes"
        behaviour = "evasion"
        points = "2.5"
        group = "file-hidden"
        scope = "any"
        filetypes = "any"
        attack = "T1564.001"
        reference = "https://attack.mitre.org/techniques/T1564/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tools that make a hidden cache folder"
    strings:
        $attrib = /attrib['",\s]{1,6}\+[hs]/ nocase
        $api = /SetFileAttributes[AW]?\s{0,3}\([^\n]{1,80},\s{0,3}(0x0?[26]|2|6|FILE_ATTRIBUTE_HIDDEN|win32con\.)/
        $flags = /chflags['",\s]{1,6}hidden/
    condition:
        any of them
}
