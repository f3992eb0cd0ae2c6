rule staged_loader
{
    meta:
        id = "MK-SHL-0005"
        author = "Meerkat"
        description = "Reads a length and then that much code from a connection and runs it: the stager of an attack framework"
        behaviour = "reverse-shell"
        points = "6.5"
        group = "staged-loader"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $unpack = /struct\.unpack\s{0,4}\(\s{0,4}['"][>!<]I['"]\s{0,4},\s{0,4}\w{1,20}\.recv\s{0,4}\(/
        $recv = ".recv("
        $exec = /\bexec\(/
        $zlib_1 = "b64decode("
        $zlib_2 = "zlib.decompress("
        $meter = "meterpreter" nocase
        $alias = /=\s{0,2}exec\s{0,4}[\r\n;]/
        $both = /zlib\.decompress\s{0,3}\(\s{0,3}base64\.b64decode\s{0,3}\(/
    condition:
        ($unpack and $exec) or ($recv and $both and ($alias or $exec)) or ($recv and $meter and $exec and any of ($zlib_*))
}
