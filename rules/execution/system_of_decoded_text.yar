rule system_of_decoded_text
{
    meta:
        id = "MK-EXE-0028"
        author = "Meerkat"
        description = "Hands decoded text to a shell: the command is hidden in the source"
        behaviour = "execution"
        points = "5.0"
        group = "system-of-decoded-text"
        scope = "any"
        filetypes = "any"
        attack = "T1140"
        reference = "https://attack.mitre.org/techniques/T1140/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $direct = /\b(system|popen|Popen|getoutput|check_output)[ (]\s{0,4}\[?\s{0,4}[\w.(]{0,24}(b64decode|b85decode|b32decode|fromhex|unhexlify|decompress|decrypt)\(/
        $helper = /\b(system|popen|Popen|getoutput|check_output)[ (]\s{0,4}\[?\s{0,4}\w{1,30}(\.\w{1,30})?\(b?['"][A-Za-z0-9+\/=]{24,2000}['"]\s{0,3}\)/
    condition:
        any of them
}
