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
        // what else runs a text, a command or a file that it is given, be it for tests, builds or other systems
        $other_1 = /\bglobal (pip(\._internal)?(\.cli\.main)?\.main|ensurepip\._run_pip|runpy\._?run_\w{4,12}|cProfile\.runctx|c?[pP]rofile\.Profile\.run\w{0,4}|trace\.Trace\.run\w{0,4}|doctest\.debug_script|uuid\._get_command_stdout)\n/
        $other_2 = /\bglobal (asyncio\.(subprocess\.)?create_subprocess_(shell|exec)|multiprocessing\.util\.spawnv_passfds|_(osx|aix)_support\._read_\w{4,12}|_pyrepl\.pager\.\w{4,12}|distutils\.(spawn\.spawn|file_util\.write_file)|imaplib\.IMAP4_stream)\n/
        $other_3 = /\bglobal (urllib\.request\.(urlopen|urlretrieve)|requests\.(api\.)?(get|post)|torch\.hub\.(load|download_url_to_file)|ssl\.get_server_certificate|socket\.create_connection)\n/
        $other_4 = /\bglobal (numpy\.testing[\w.]{0,30}\.runstring|torch\.jit\.unsupported_tensor_ops\.execWrapper|torch\.utils\.bottleneck\.__main__\.run_\w{4,12}|torch\._inductor\.codecache\.compile_file|torch\.fx\.experimental\.symbolic_shapes\.ShapeEnv\.evaluate_\w{4,40}|torch\.utils\._config_module\.\w{4,20}\.load_config)\n/
        $other_5 = /\bglobal (idlelib\.[\w.]{4,60}|lib2to3\.pgen2\.\w{4,12}\.\w{4,12}\.loads|test\.support\.script_helper\.\w{4,30}|code\.compile_command|codeop\.\w{4,20}|marshal\.loads|types\.(FunctionType|CodeType)|shutil\.rmtree|os\.(remove|unlink|putenv))\n/
        $other_6 = /\bglobal (_?operator|builtins|__builtin__)\.(attrgetter|methodcaller|getattr)\n[^\x00]{0,200}['"\s](system|popen|exec|eval|__globals__|__subclasses__|__import__|check_output|Popen)['"\s]/
        $calls = "\nreduce"
        // the same between other data, as it stands there: named by one opcode, or by two texts and another
        $raw = /c(posix|nt|os|subprocess|builtins|__builtin__|importlib|pty|runpy)\n(system|popen|exec\w{0,3}|spawn\w{0,3}|Popen|run|call|check_call|check_output|getoutput|eval|compile|__import__|import_module|_run_code)\n[^\x80]{1,400}R/
        $raw_texts = /\x8c.(posix|nt|os|subprocess|builtins|importlib|pty|runpy)\x94?\x8c.(system|popen|exec\w{0,3}|spawn\w{0,3}|Popen|run|call|check_call|check_output|getoutput|eval|compile|__import__|import_module|_run_code)\x94?\x93[^\x80]{1,400}R/
        // it stands in data files, where everything weighs half
    condition:
        ($calls and any of ($shell, $process, $code, $runner, $reach, $other_*)) or any of ($raw, $raw_texts)
}
