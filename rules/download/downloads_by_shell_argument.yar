rule downloads_by_shell_argument
{
    meta:
        id = "MK-DWN-0019"
        author = "Meerkat"
        description = "Importing or installing it has a shell, given as a list of arguments, fetch something with curl or wget"
        behaviour = "download"
        points = "2.0"
        group = "curl-run"
        scope = "startup setup build import"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-28"
        status = "stable"
        fp_notes = "Command-line tools update themselves like this, but when they are asked to"
    strings:
        $shell = /['"](\/(usr\/)?bin\/)?(ba|z|da)?sh['"],\s{0,8}['"]-l?i?c['"],\s{0,8}f?r?b?['"]{1,3}(sudo\s|\/usr\/bin\/)?(curl|wget)\b/
        $cargo = /\bsh"\)\s{0,40}\.args?\(\s{0,8}(&?\[)?"-l?i?c"(\)\s{0,40}\.arg\(|,)\s{0,8}r?#?"(sudo\s|\/usr\/bin\/)?(curl|wget)\b/
        $cmake = /\bCOMMAND\s{1,40}"?(\/(usr\/)?bin\/)?(ba|z|da)?sh"?\s{1,40}"?-l?i?c"?\s{1,40}["\[=]{1,4}(sudo\s|\/usr\/bin\/)?(curl|wget)\b/
    condition:
        any of them
}
