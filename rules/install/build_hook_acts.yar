rule build_hook_acts
{
    meta:
        id = "MK-INS-0014"
        author = "Meerkat"
        description = "Build-backend hook fetches, decodes or spawns while the package is being built"
        behaviour = "install"
        points = "3.0"
        group = "setup-network"
        scope = "any"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Backends that download a vendor binary (cmake, ruff); build front ends run subprocesses"
    strings:
        $hook = /\ndef\s{1,4}(build_wheel|build_sdist|get_requires_for_build_wheel|get_requires_for_build_sdist|prepare_metadata_for_build_wheel|build_editable|pdm_build_initialize)\s{0,4}\(/
        $hatch = "BuildHookInterface" fullword
        $net_1 = "httpx.get("
        $net_2 = "httpx.post("
        $net_3 = "requests.get("
        $net_4 = "requests.post("
        $net_5 = "socket.create_connection" fullword
        $net_6 = "urlopen" fullword
        $net_7 = "urlretrieve("
        $decode_1 = "b64decode("
        $decode_2 = "b85decode("
        $decode_3 = "fromhex("
        $decode_4 = "marshal.loads" fullword
        $decode_5 = "unhexlify("
        $run = /\b(exec\(|eval\()\s{0,4}[a-z_]{0,20}\.?(decode|b64|zlib)|os\.(system|popen)\s{0,4}\(|Popen[ (]/
    condition:
        filesize < 100KB and ($hook or $hatch) and (any of ($net_*) or any of ($decode_*) or $run)
}
