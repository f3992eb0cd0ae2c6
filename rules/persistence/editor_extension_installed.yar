rule editor_extension_installed
{
    meta:
        id = "MK-PER-0016"
        author = "Meerkat"
        description = "Installs an extension into code editors that it finds, unseen"
        behaviour = "persistence"
        points = "3.0"
        group = "editor-extension-installed"
        scope = "any"
        filetypes = "any"
        attack = "T1176.002"
        reference = "https://attack.mitre.org/techniques/T1176/002/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Set-up commands of developers' own machines; extensions' own installers, which tell what they do"
    strings:
        $install = /['"\s]--install-extension\b/
        $unseen_1 = "DEVNULL"
        $unseen_2 = "capture_output"
        $unseen_3 = "CREATE_NO_WINDOW"
        $unseen_4 = "0x08000000"
        $unseen_5 = /--install-extension[^\n]{1,160}(>|2>&1|\/dev\/null)/
        $editors = /['"](cursor|windsurf|codium|vscodium|code-insiders)['"]/
    condition:
        filesize < 100KB and $install and any of ($unseen_*) and ($editors or $unseen_5)
}
