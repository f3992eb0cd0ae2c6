rule git_clone_and_run
{
    meta:
        id = "MK-DWN-0017"
        author = "Meerkat"
        description = "Clones a repository while installing or importing and runs something out of it"
        behaviour = "download"
        points = "3.0"
        group = "git-clone-and-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Build scripts that clone a dependency"
    strings:
        $clone1 = /Repo\.clone_from\s{0,3}\(\s{0,3}[^\n)]{1,120}/
        $clone2 = /git\.Git\s{0,3}\([^\n)]{0,60}\)\.clone\s{0,3}\(/
        $clone3 = /(system|Popen|subprocess\.run|subprocess\.call|check_call|check_output|getoutput)\s{0,3}\(\s{0,4}\[?\s{0,4}f?['"]git['",\s]{1,5}clone\b/
        $run1 = /\b(os\.system|os\.popen)\s{0,3}\(\s{0,4}f?['"](python|\.\/|bash|sh |cd |start)/
        $run2 = /\b(Popen|subprocess\.run|subprocess\.call)\s{0,3}\(\s{0,4}\[?\s{0,4}(['"](python3?|bash|sh|\.\/)|sys\.executable)/
        $run3 = "startfile("
        $run4 = /\bexec\(\s{0,3}open/
        $run5 = /Start Menu[\\\/'",\s]{1,8}Programs/
        $literal = /https?:\/\/(www\.)?(github|gitlab|bitbucket|codeberg)\.[\w.]{2,20}\/[^\s'"]{3,100}/
    condition:
        filesize < 20KB and any of ($clone*) and any of ($run*) and $literal
}
