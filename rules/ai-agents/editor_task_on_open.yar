rule editor_task_on_open
{
    meta:
        id = "MK-AGT-0002"
        author = "Meerkat"
        description = "Plants an editor task that runs when a folder is opened"
        behaviour = "ai-agents"
        points = "4.0"
        group = "editor-task-on-open"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Template projects"
    strings:
        $run = /['"]?runOn['"]?\s{0,3}:\s{0,3}['"]folderOpen['"]/
        $cmd = /['"]?command['"]?\s{0,3}:\s{0,3}['"][^'"\n]{0,120}(curl|wget|node |python|powershell|bash|base64|bun )/
    condition:
        all of them
}
