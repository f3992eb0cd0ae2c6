rule atexit_install_payload
{
    meta:
        id = "MK-INS-0010"
        author = "Meerkat"
        description = "Installer queues code for the end of the process, after pip has stopped showing output"
        behaviour = "install"
        points = "2.5"
        group = "atexit-install-payload"
        scope = "setup build"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Clean-up of build folders"
    strings:
        $atexit = "atexit.register("
        $not_told = /atexit\.register\(\s{0,40}(lambda\s{0,4}:\s{0,4})?(warnings\.warn|print|log(ger|ging)?\.\w{3,10})\b/
        $act = /\b(exec\(|eval\()|os\.system|subprocess\.|urlopen|requests\.(get|post)|socket\./
    condition:
        $act and #atexit > #not_told
}
