rule post_install_script_spawned
{
    meta:
        id = "MK-INS-0015"
        author = "Meerkat"
        description = "Installer starts a Python file of its own in the background: the payload runs outside the installer"
        behaviour = "install"
        points = "2.0"
        group = "post-install-script-spawned"
        scope = "setup build startup import"
        filetypes = "any"
        attack = "T1543"
        reference = "https://attack.mitre.org/techniques/T1543/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Generators called with their output thrown away"
    strings:
        $spawn = /(Popen|subprocess\.run|subprocess\.call|system|os\.spawn\w{1,2})\s{0,4}\(\s{0,8}\[?\s{0,4}(sys\.executable|f?['"]python[3w]?)[^\n]{0,100}\.pyw?/
        $detached_1 = "CREATE_NO_WINDOW"
        $detached_2 = "DETACHED_PROCESS"
        $detached_3 = "DEVNULL"
        $detached_4 = "creationflags"
        $detached_5 = "nohup"
        $detached_6 = "setsid"
        $detached_7 = "start_new_session"
    condition:
        $spawn and any of ($detached_*)
}
