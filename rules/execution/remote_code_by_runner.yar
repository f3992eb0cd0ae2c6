rule remote_code_by_runner
{
    meta:
        id = "MK-EXE-0033"
        author = "Meerkat"
        description = "Starts another runtime or installer on code that stands on a server: deno, node, bun, msiexec"
        behaviour = "execution"
        points = "4.0"
        group = "runtime-download"
        scope = "any"
        filetypes = "any"
        attack = "T1218"
        reference = "https://attack.mitre.org/techniques/T1218/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Documentation of front-end tools; the same inside a function that the user calls"
    strings:
        $deno = /\bdeno['",\s]{1,5}run['",\s][^\n]{0,80}https?:\/\//
        $node = /['"]node(\.exe)?['",\s]{1,6}(-e|--eval)['",\s]/
        $node_net = /fetch\(['"]https?:|get\(['"]https?:|child_process/
        $node_js = /require\(['"]https?['"]\)[^\n]{0,200}eval\(/
        $msi = /msiexec(\.exe)?['",\s]{1,5}[^\n]{0,40}\/(i|package)['",\s]{1,5}https?:\/\// nocase
        $bun = /\bbunx?['",\s]{1,5}(run|x|-e)['",\s]{1,5}[^\n]{0,40}h[t]tps?[:]\/[\/]/
        $py = /\b(uvx?|pipx)['",\s]{1,5}(tool['",\s]{1,5})?run['",\s]{1,5}[^\n]{0,60}(git\+)?h[t]tps?[:]\/[\/]/
        $npx = /['"](npx|bunx|pnpx)['"],\s{0,4}['"](--yes|-y)['"]/
        $unseen_1 = "DEVNULL"
        $unseen_2 = "start_new_session"
        $unseen_3 = "creationflags"
        $spawn_1 = "subprocess"
        $spawn_2 = "os.system("
        $spawn_3 = "popen(" nocase
    condition:
        filesize < 60KB and (any of ($deno, $node_js, $msi, $bun, $py) or ($npx and any of ($unseen_*)) or ($node and $node_net)) and any of ($spawn_*)
}
