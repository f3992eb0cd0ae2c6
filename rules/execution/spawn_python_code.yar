rule spawn_python_code
{
    meta:
        id = "MK-EXE-0013"
        author = "Meerkat"
        description = "Starts another interpreter with decoded code on its command line: the payload leaves this process"
        behaviour = "execution"
        points = "4.5"
        group = "spawn-python-code"
        scope = "any"
        filetypes = "any"
        attack = "T1059.006"
        reference = "https://attack.mitre.org/techniques/T1059/006/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Build tools probe other interpreters with -c, in plain words"
    strings:
        $dash1 = "\"-c\","
        $dash2 = "'-c',"
        $code = /(b64decode|exec\(|decompress|urlopen|fromhex|marshal)/
        $shell = /\bpython[3w]?(\.exe)? -c \\?['"]{1,3}[^\n]{0,200}(b64decode|exec\s{0,2}\(|urlopen|fromhex|marshal|pty\.spawn|socket\.socket)/
    condition:
        $shell or ($code and for any of ($dash*) : ( for any j in (1..#) : ( $code in (@[j]..@[j] + 160) ) ))
}
