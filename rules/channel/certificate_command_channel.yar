rule certificate_command_channel
{
    meta:
        id = "MK-CHN-0018"
        author = "Meerkat"
        description = "Reads a field of a TLS certificate and runs it: commands hidden in a handshake"
        behaviour = "channel"
        points = "4.0"
        group = "certificate-command-channel"
        scope = "any"
        filetypes = "any"
        attack = "T1071"
        reference = "https://attack.mitre.org/techniques/T1071/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $cert1 = ".getpeercert("
        $cert2 = "get_server_certificate("
        $field_1 = "X509"
        $field_2 = "commonName"
        $field_3 = "issuer"
        $field_4 = "organizationName"
        $field_5 = "subject"
        $act = /\b(exec\(|eval\()\s{0,4}[\w.(]{1,40}|\b(os\.system|os\.popen)\s{0,4}\(\s{0,4}\w/
    condition:
        filesize < 60KB and any of ($cert*) and any of ($field_*) and $act
}
