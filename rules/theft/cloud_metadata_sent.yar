rule cloud_metadata_sent
{
    meta:
        id = "MK-THF-0050"
        author = "Meerkat"
        description = "Asks the cloud machine for its credentials and sends something to an address of its own beside that"
        behaviour = "theft"
        points = "4.6"
        group = "cloud-metadata-credentials"
        scope = "any"
        filetypes = "any"
        attack = "T1552.005"
        reference = "https://attack.mitre.org/techniques/T1552/005/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Agents of cloud vendors that register a machine with its own role"
    strings:
        // the tokens of other clouds are what honest code shows to ask them for something
        $role = "iam/security-credentials"
        $send_1 = /\.(post|put)\s{0,3}\([^\n]{0,120}(data|json|files|content)\s{0,2}=/
        $send_2 = /\burlopen\s{0,3}\([^\n]{0,120}(data\s{0,2}=|,\s{0,3}[a-z_]{1,20}[.,)(])/
        $send_3 = /\bRequest\s{0,3}\([^\n]{0,120}(data\s{0,2}=|method\s{0,2}=\s{0,2}['"]POST)/
        $send_4 = ".sendall("
        $send_5 = /\bcurl\s[^\n]{0,80}(-d|--data\S{0,12}|-F|-T|--upload-file)\s?[^\n]{0,20}[@-]/
        $where = /https?:\/\/([\w-]{1,40}\.){1,3}[a-z]{2,12}[\/'":]|https?:\/\/(\d{1,3}\.){3}\d{1,3}/
        $own = /https?:\/\/(169\.254\.169\.254|metadata\.google|[\w.-]{1,60}\.(amazonaws|azure|googleapis|aliyuncs|windows)\.)/
    condition:
        filesize < 40KB and $role and any of ($send_*) and #where > #own
}
