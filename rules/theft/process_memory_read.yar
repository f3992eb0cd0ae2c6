rule process_memory_read
{
    meta:
        id = "MK-THF-0035"
        author = "Meerkat"
        description = "Reads the memory of other processes: looks for secrets of build runners"
        behaviour = "theft"
        points = "4.0"
        group = "process-memory-read"
        scope = "any"
        filetypes = "any"
        attack = "T1003.007"
        reference = "https://attack.mitre.org/techniques/T1003/007/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Debuggers and profilers"
    strings:
        $maps = /\/proc\/[^\n'"]{1,30}\/(maps|mem)\b/
        $mem = /\/proc\/[^\n'"]{1,30}\/mem\b/
        $runner_1 = "Runner.Worker"
        $runner_2 = "actions-runner"
        $runner_3 = "isSecret"
        $piece = /['"]\/mem['"]/
        $seek = ".seek("
    condition:
        filesize < 100KB and (($mem and (any of ($runner_*) or ($maps and $seek))) or ($maps and $runner_3) or ($piece and $runner_1 and $runner_3))
}
