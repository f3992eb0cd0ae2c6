rule index_redirected
{
    meta:
        id = "MK-DEP-0005"
        author = "Meerkat"
        description = "Writes into the settings of pip that packages come from an address in the code: whatever is installed later may be exchanged"
        behaviour = "dependency"
        points = "4.5"
        group = "index-redirected"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Tools that set a mirror when they are asked to"
    strings:
        $file = /pip[\/\\'",\s]{1,6}pip\.(conf|ini)|\.pip[\/\\'",\s]{1,6}pip\.(conf|ini)|\.pydistutils\.cfg|uv[\/\\'",\s]{1,6}uv\.toml|pypoetry[\/\\'",\s]{1,6}config\.toml|['"\/]\.condarc/
        $index = /(extra[-_])?index[-_]url|trusted[-_]host|find[-_]links/
        $bare = /https?:\/\/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}[:\/]/
        $plain = /http:\/\/[\w.-]{4,60}[:\/][^'"\n]{0,40}simple/
        $extra = /extra[-_]index[-_]url\s{0,3}=\s{0,3}https?:\/\/[\w.-]{4,60}\//
        $write_1 = ".write("
        $write_2 = ".write_text("
        $write_3 = ".writelines("
    condition:
        filesize < 40KB and $file and $index and any of ($bare, $plain, $extra) and any of ($write_*)
}
