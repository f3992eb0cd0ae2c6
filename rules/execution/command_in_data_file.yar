rule command_in_data_file
{
    meta:
        id = "MK-EXE-0042"
        author = "Meerkat"
        description = "A table or settings file holds a command that fetches a script and runs it: some code hands it to a shell"
        behaviour = "execution"
        points = "9.0"
        group = "command-in-data"
        scope = "data"
        filetypes = "json toml ini cfg conf dat db sqlite mo xml csv tsv pkl bin"
        attack = "T1059.004"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Descriptions of containers and indexes of documentation name installers that everybody knows"
    strings:
        $pipe = /\b(curl|wget)\s[^\n|]{0,200}\|\s{0,4}(sudo\s{1,3})?(ba|z|da|a)?sh\b/
        $call = /(popen|system|getoutput|check_output)\(\\?["']{1,2}(curl|wget|powershell|bash|sh) /
        $not_known = /\b(curl|wget)\s[^\n|]{0,60}https:\/\/(sh\.rustup\.rs|astral\.sh\/uv|get\.docker\.com|bun\.sh\/install|deno\.land\/|ollama\.com\/install|install\.python-poetry\.org|raw\.githubusercontent\.com\/(nvm-sh|Homebrew)\/)[^\n|]{0,80}\|\s{0,4}(sudo\s{1,3})?(-E\s)?(ba|z|da|a)?sh\b/
        // a line of an image's build: no shell knows the word before it
        $not_image = /\bRUN\s{1,4}[^\n|]{0,60}\b(curl|wget)\s[^\n|]{0,200}\|\s{0,4}(sudo\s{1,3})?(-E\s)?(ba|z|da|a)?sh\b/
        // it stands in data files, where everything weighs half
    condition:
        $call or #pipe > #not_known + #not_image
}
