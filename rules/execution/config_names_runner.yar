rule config_names_runner
{
    meta:
        id = "MK-EXE-0041"
        author = "Meerkat"
        description = "A settings file that has whoever loads it call a process, the shell or exec: a document that is a program"
        behaviour = "execution"
        points = "9.0"
        group = "config-names-runner"
        scope = "data"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tests and samples of loaders that must refuse such documents"
    strings:
        $yaml = /!!python\/(object\/(apply|new)|name):(subprocess\.\w{2,14}|os\.(system|popen|exec\w{1,3}|spawn\w{1,3})|(builtins|__builtin__)\.(exec|eval|compile|__import__)|runpy\.\w{1,12}|pty\.spawn)/
        $factory = /["']\(\)["']\s{0,4}:\s{0,4}["'](ext:\/\/)?(subprocess\.\w{2,14}|os\.(system|popen|exec\w{1,3}|spawn\w{1,3})|builtins\.(exec|eval|compile|__import__)|runpy\.\w{1,12}|pty\.spawn)["']/
        $target = /_target_["']?\s{0,3}:\s{0,3}["']?(subprocess\.\w{2,14}|os\.(system|popen|exec\w{1,3}|spawn\w{1,3})|builtins\.(exec|eval|compile|__import__)|runpy\.\w{1,12}|pty\.spawn)\b/
        $call = /["'](call|target|func|function|factory|callable|handler|run|entry|hook)["']\s{0,3}:\s{0,3}["'](runpy[:.]run_\w{4,6}|subprocess[:.]\w{3,14}|os[:.](system|popen|exec\w{1,3}|spawn\w{1,3})|builtins[:.](exec|eval|compile|__import__)|pty[:.]spawn)["']/
        // a table of calls, one of which sends what another reads
        $sends = /=\s{0,3}["']?(urllib\.request\.urlopen|requests\.(post|put)|httpx\.(post|put)|http\.client\.HTTPS?Connection)["']?\s{0,4}\r?\n/
        $reads = /["'](~\/|\$HOME\/)\.(config\/gcloud|aws|ssh|kube|docker|netrc|pypirc|npmrc|git-credentials|azure)\b/
        // it stands in data files, where everything weighs half
    condition:
        any of ($yaml, $factory, $target, $call) or ($sends and $reads)
}
