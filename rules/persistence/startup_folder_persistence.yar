rule startup_folder_persistence
{
    meta:
        id = "MK-PER-0002"
        author = "Meerkat"
        description = "Puts a file into the Startup folder of Windows: starts again at every login"
        behaviour = "persistence"
        points = "5.0"
        group = "starts-at-login"
        scope = "any"
        filetypes = "any"
        attack = "T1547.001"
        reference = "https://attack.mitre.org/techniques/T1547/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Shortcut makers (pyshortcuts, menuinst)"
    strings:
        $startup = /Start Menu[\\\/'",\s]{1,8}Programs[\\\/'",\s]{1,8}(Startup|StartUp)/ nocase
        $shell = "shell:startup" nocase
        $write1_1 = "shutil.copy("
        $write1_2 = "shutil.copy2("
        $write1_3 = "shutil.copyfile("
        $write1_4 = "shutil.move("
        $write2 = "git clone"
        $write3 = "CreateShortcut" nocase
        $write4 = ".write_bytes("
        $write5 = "urlretrieve("
        $write6 = /\b(copy|move|xcopy)\s{1,3}\/?[^\n]{0,80}Startup/ nocase
        $write7 = ".write_text("
        $write8 = ".write("
        $write9 = "os.rename("
        $write10 = ".clone("
    condition:
        ($startup or $shell) and any of ($write*)
}
