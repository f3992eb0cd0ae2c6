rule zip_staged_and_sent
{
    meta:
        id = "MK-THF-0030"
        author = "Meerkat"
        description = "Packs collected files in an archive in a temporary folder and uploads it"
        behaviour = "theft"
        points = "2.0"
        group = "zip-staged-and-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1560.002"
        reference = "https://attack.mitre.org/techniques/T1560/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Deployment tools upload to an address of the user"
    strings:
        $zip1 = /ZipFile\s{0,4}\([^\n]{0,120}['"]w['"]/
        $zip2 = "make_archive("
        $zip3 = /tarfile\.open\s{0,4}\([^\n]{0,120}['"]w/
        $zip4 = /tar['",\s]{1,6}-?c?z?c?v?f\b/
        $place1 = "gettempdir("
        $place2 = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](TEMP|TMP|APPDATA|LOCALAPPDATA|USERPROFILE)/
        $place3 = "/tmp/"
        $place4 = "mkdtemp("
        $sink1 = /\bfiles\s{0,4}=\s{0,4}\{[^\n}]{0,120}open\s{0,4}\(/
        $sink2 = "/api/webhooks/"
        $sink3 = "sendDocument"
        $sink4 = "storbinary"
        $sink5_1 = "anonfile"
        $sink5_2 = "catbox"
        $sink5_3 = "file.io"
        $sink5_4 = "gofile"
        $sink5_5 = "transfer.sh"
        $sink6 = /curl[^\n]{0,80}(-F|--data-binary|--upload-file|-T)\s/
        $sink7 = /requests\.(post|put)\s{0,4}\([^\n]{0,120}(data\s{0,3}=\s{0,3}(f|fh|fp|file|fd)\b|open\()/
    condition:
        filesize < 300KB and any of ($zip*) and any of ($place*) and any of ($sink*)
}
