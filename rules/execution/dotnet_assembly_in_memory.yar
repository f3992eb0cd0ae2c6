rule dotnet_assembly_in_memory
{
    meta:
        id = "MK-EXE-0021"
        author = "Meerkat"
        description = "Loads a .NET assembly from bytes in memory: runs a Windows program without a file"
        behaviour = "execution"
        points = "3.5"
        group = "dotnet-assembly-in-memory"
        scope = "any"
        filetypes = "any"
        attack = "T1620"
        reference = "https://attack.mitre.org/techniques/T1620/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "pythonnet tests"
    strings:
        $load = /Assembly\]?\s{0,4}(::|\.)\s{0,4}Load\s{0,4}\(/
        $reflection = "System.Reflection"
        $bytes = /(FromBase64String|b64decode|DownloadData|Array\[Byte\]|bytes)\s{0,4}\(?/
    condition:
        $load and $reflection and $bytes
}
