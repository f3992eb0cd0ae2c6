rule copies_itself_to_others
{
    meta:
        id = "MK-WRM-0012"
        author = "Meerkat"
        description = "Copies itself to drives that start it, or mails itself to everybody in an address book"
        behaviour = "worm"
        points = "4.8"
        group = "copies-itself-to-others"
        scope = "any"
        filetypes = "any"
        attack = "T1091"
        reference = "https://attack.mitre.org/techniques/T1091/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "None known"
    strings:
        $self = /\b(copy|copyfile|copy2)\(\s{0,3}(__file__|sys\.argv\[0\]|sys\.executable|os\.path\.(abspath|realpath)\(\s{0,2}__file__)/
        $autorun = "autorun.inf" nocase
        $attach = /Attachments\.Add\(\s{0,3}(__file__|sys\.argv\[0\]|sys\.executable|os\.path\.(abspath|realpath)\(\s{0,2}__file__)/
        $book_1 = "AddressEntries"
        $book_2 = "AddressLists"
        $book_3 = ".Recipients"
    condition:
        filesize < 100KB and (($self and $autorun) or ($attach and any of ($book_*)))
}
