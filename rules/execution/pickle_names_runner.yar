rule pickle_names_runner
{
    meta:
        id = "MK-EXE-0038"
        author = "Meerkat"
        description = "A pickle that calls the system's shell, exec or a process: loading it runs the payload"
        behaviour = "execution"
        points = "9.0"
        group = "pickle-with-code"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Samples of scanners for pickles"
    strings:
        $shell = /\bglobal (posix|nt|os)\.(system|popen|exec\w{1,3}|spawn\w{1,3})\n/
        $process = /\nglobal subprocess\.(Popen|run|call|check_call|check_output|getoutput)\n/
        $code = /\bglobal (builtins|__builtin__|__builtins__)\.(exec|eval|compile|__import__)\n/
        $runner = /\bglobal (runpy\._run_code|pty\.spawn|webbrowser\.open|pip\.main|timeit\.timeit|bdb\.Bdb)\n/
        $calls = "\nreduce"
        // it stands in data files, where everything weighs half
    condition:
        $calls and any of ($shell, $process, $code, $runner)
}
