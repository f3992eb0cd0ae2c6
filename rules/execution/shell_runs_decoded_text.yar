rule shell_runs_decoded_text
{
    meta:
        id = "MK-EXE-0035"
        author = "Meerkat"
        description = "A shell decodes a text that stands in the command, and runs it: the command is hidden in the source"
        behaviour = "execution"
        points = "5.0"
        group = "shell-runs-decoded-text"
        scope = "any"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-28"
        status = "stable"
        fp_notes = "Remote-execution helpers encode commands for transport, but what they encode is a variable"
    strings:
        $base64 = /[A-Za-z0-9+\/=]{12}\\?['"]?\s{0,4}\|\s{0,4}(rev\s{0,4}\|\s{0,4})?base64 {1,4}-(d|D|-d)[^\n|]{0,40}(\|[^\n|]{1,40}){0,2}\|\s{0,4}(sudo |env |exec |\/usr)?(\/bin\/)?((ba|z|da|k)?sh|python3?|perl|node|ruby)\b/
        $openssl = /[A-Za-z0-9+\/=]{12}\\?['"]?\s{0,4}\|\s{0,4}openssl {1,4}(enc )?-?(base64|a) [^\n|]{0,40}(\|[^\n|]{1,40}){0,2}\|\s{0,4}(sudo |env |exec |\/usr)?(\/bin\/)?((ba|z|da|k)?sh|python3?|perl|node|ruby)\b/
        $hex = /[A-Fa-f0-9]{12}\\?['"]?\s{0,4}\|\s{0,4}xxd -[rp][^\n|]{0,40}(\|[^\n|]{1,40}){0,2}\|\s{0,4}(sudo |env |exec |\/usr)?(\/bin\/)?((ba|z|da|k)?sh|python3?|perl|node|ruby)\b/
        $here = /base64 {1,4}-(d|D|-d)[^\n|<]{0,40}<<<\s{0,4}\\?['"]?[A-Za-z0-9+\/=]{12,4000}\\?['"]?\s{0,4}\|\s{0,4}(sudo |env |exec |\/usr)?(\/bin\/)?((ba|z|da|k)?sh|python3?|perl|node|ruby)\b/
        $inside = /((eval|exec|source|\.)\s{1,4}|sh (-c )?)\\?['"]{0,2}(\$\(|`|<\()\s{0,4}(echo|printf)\s[^\n|]{0,16}[A-Za-z0-9+\/=]{12,4000}\\?['"]?\s{0,4}\|\s{0,4}(base64 {1,4}-(d|D|-d)|xxd -[rp]|openssl )/
        $escapes = /printf\s{1,4}[^\n|\\]{0,16}\\{0,2}['"]?(\\{1,2}(x[0-9a-fA-F]{2}|[0-7]{3})){6,4000}\\?['"]?\s{0,4}\|\s{0,4}(sudo |env |exec |\/usr)?(\/bin\/)?((ba|z|da|k)?sh|python3?|perl|node|ruby)\b/
    condition:
        any of them
}
