rule workflow_injected
{
    meta:
        id = "MK-WRM-0003"
        author = "Meerkat"
        description = "Writes a GitHub workflow that reads all secrets of a repository"
        behaviour = "worm"
        points = "5.0"
        group = "workflow-injected"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://attack.mitre.org/techniques/T1195/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Workflow linters (zizmor, checkov) name the pattern"
    strings:
        $dir = /\.github[\/\\'",\s]{1,6}workflows/
        $secrets = /toJSON\s{0,3}\(\s{0,3}secrets\s{0,3}\)/
        $write1_1 = ".write("
        $write1_2 = ".write_text("
        $write2 = "/contents/"
        $write3 = /git['",\s]{1,6}push/
        $out = /curl\s|webhook|base64\s{1,3}-w/
        $body = /runs-on:\s/
    condition:
        ($secrets and ($dir or $out or any of ($write1_*) or $write2)) or ($dir and $body and $out and ($write2 or $write3))
}
