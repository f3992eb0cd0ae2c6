rule javascript_payload_spawned
{
    meta:
        id = "MK-DWN-0010"
        author = "Meerkat"
        description = "Starts node, bun or deno on a script of the package: the real code is JavaScript"
        behaviour = "download"
        points = "2.0"
        group = "javascript-payload-spawned"
        scope = "any"
        filetypes = "any"
        attack = "T1059.007"
        reference = "https://attack.mitre.org/techniques/T1059/007/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Packages with a JavaScript side (dash, jupyter, reflex)"
    strings:
        $run = /\b(Popen|subprocess\.run|subprocess\.call|check_call|check_output|system|os\.exec[lv]p?e?)\s{0,4}\(\s{0,8}\[?\s{0,4}f?['"]?(\.?\/?[\w\/.{}]{0,40}\b(bun|node|deno))(\.exe)?(['"]\s{0,4},\s{0,4}|\s)['"]?(run\s{0,3}|-e\b)?['"]?,?\s{0,3}[^\n]{0,60}\.(js|mjs|cjs)/
        $bun_var = /\[\s{0,4}(str\()?bun(_\w{1,12})?\)?\s{0,4},\s{0,4}(['"]run['"],\s{0,4})?[^\n]{1,60}\]/
    condition:
        any of them
}
