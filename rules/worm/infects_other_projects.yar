rule infects_other_projects
{
    meta:
        id = "MK-WRM-0010"
        author = "Meerkat"
        description = "Writes an import or code into the __init__ or setup files of projects that it finds, and builds or uploads them: a worm"
        behaviour = "worm"
        points = "5.0"
        group = "publishes-found-token"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://attack.mitre.org/techniques/T1195/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Project templates write into the one project that they create"
    strings:
        $find1 = /glob\w{0,6}\s{0,3}\([^\n]{0,120}(pyproject\.toml|setup\.py|__init__\.py|package\.json)/
        $find2 = /os\.walk\s{0,3}\([^\n]{0,60}(expanduser|home|HOME|['"]\/)/
        $write1 = /\.write(_text|_bytes)?\s{0,3}\([^\n]{0,200}\bimport\b/
        $write2 = /\.write(_text)?\s{0,3}\([^\n]{0,80}(PAYLOAD|payload|__file__|_code|inject)/
        $write3 = /\.write(_text)?\s{0,3}\([^\n]{0,60}read(_text)?\s{0,3}\(\)\s{0,3}\+/
        $up1 = /twine['",\s]{1,6}upload/
        $up2 = /\buv['",\s]{1,6}publish/
        $up3 = /npm['",\s]{1,6}publish/
        $up4 = /git['",\s]{1,6}push/
        $up5 = "upload.pypi.org"
        $token1 = ".pypirc"
        $token2 = ".npmrc"
        $token3 = /(PYPI|TWINE|NPM|GITHUB|GH|UV_PUBLISH)_?(API_)?(TOKEN|PASSWORD)/
        $token4 = "_authToken"
    condition:
        any of ($find*) and any of ($write*) and any of ($up*) and any of ($token*)
}
