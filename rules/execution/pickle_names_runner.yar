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
        $reach = /\bglobal (importlib\.(import_module|__import__)|pydoc\.(locate|pipepager)|pkgutil\.resolve_name|c?[pP]rofile\.run|code\.Interactive\w{1,20}|ctypes\.\w{0,8}DLL)\n/
        $calls = "\nreduce"
        // the same between other data, as it stands there: named by one opcode, or by two texts and another
        $raw = /c(posix|nt|os|subprocess|builtins|__builtin__|importlib|pty|runpy)\n(system|popen|exec\w{0,3}|spawn\w{0,3}|Popen|run|call|check_call|check_output|getoutput|eval|compile|__import__|import_module|_run_code)\n[^\x80]{1,400}R/
        $raw_texts = /\x8c.(posix|nt|os|subprocess|builtins|importlib|pty|runpy)\x94?\x8c.(system|popen|exec\w{0,3}|spawn\w{0,3}|Popen|run|call|check_call|check_output|getoutput|eval|compile|__import__|import_module|_run_code)\x94?\x93[^\x80]{1,400}R/
        // it stands in data files, where everything weighs half
    condition:
        ($calls and any of ($shell, $process, $code, $runner, $reach)) or any of ($raw, $raw_texts)
}
