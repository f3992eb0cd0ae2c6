rule downloads_by_shell
{
    meta:
        id = "MK-DWN-0006"
        author = "Meerkat"
        description = "Calls curl or wget through a shell: a download that no Python proxy or log sees"
        behaviour = "download"
        points = "1.5"
        group = "curl-pipe-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Build scripts and test helpers"
    strings:
        $system = /\b(system|popen|getoutput|Popen|run|call|check_output|check_call)\s{0,4}\(\s{0,8}\[?\s{0,4}f?r?b?['"]{1,3}(sudo\s|cmd\s{1,2}\/c\s|start\s(\/b\s)?|\/usr\/bin\/)?(curl|wget)(\.exe)?\b/
        // nothing else but the command: what a program decodes for a shell
        $whole = /(sudo\s|\/usr\/bin\/)?(curl|wget)\s[^\n]{0,200}https?:\/\//
    condition:
        $system or (filesize < 4KB and $whole at 0)
}
