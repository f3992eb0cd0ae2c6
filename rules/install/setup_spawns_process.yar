rule setup_spawns_process
{
    meta:
        id = "MK-INS-0003"
        author = "Meerkat"
        description = "setup.py starts programs: normal for compilers, worth a look for anything else"
        behaviour = "install"
        points = "0.8"
        group = "setup-spawn"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "git describe, pkg-config, make, cmake, twine helpers"
    strings:
        $system = /\b(os\.system|os\.popen|os\.startfile|os\.spawn\w{1,3}|os\.exec[lv]\w{0,2})\s{0,4}\(/
        $sub_1 = "subprocess.Popen" fullword
        $sub_2 = "subprocess.call("
        $sub_3 = "subprocess.check_call("
        $sub_4 = "subprocess.check_output("
        $sub_5 = "subprocess.getoutput("
        $sub_6 = "subprocess.getstatusoutput("
        $sub_7 = "subprocess.run("
        $from = /from\s{1,4}(os|subprocess)\s{1,4}import\s{1,4}[\w, ]{0,60}(system|popen|startfile|Popen|call|run|check_output)/
    condition:
        any of them
}
