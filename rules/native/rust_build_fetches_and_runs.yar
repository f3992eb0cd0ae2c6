rule rust_build_fetches_and_runs
{
    meta:
        id = "MK-NAT-0008"
        author = "Meerkat"
        description = "A Rust build script that fetches something by a command and starts a shell or what it fetched"
        behaviour = "native"
        points = "5.0"
        group = "rust-build-runs"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://attack.mitre.org/techniques/T1195/002/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Build scripts that fetch the sources of a C library run tar, make and compilers, no shell"
    strings:
        $script = "cargo:rerun-if"
        $main = "fn main()"
        $fetch = /Command::new\(\s{0,8}"(curl|wget|powershell|bitsadmin|certutil)(\.exe)?"/
        $shell = /Command::new\(\s{0,8}"(\/bin\/)?(sh|bash|zsh|cmd|powershell|python3?|node|osascript)(\.exe)?"/
        $fetched = /Command::new\(\s{0,8}&/
        $address = /"[^"\n]{0,80}https?:\/\//
        $quiet = "Stdio::null()"
        $spawned = ".spawn()"
        $pipe_1 = "| sh"
        $pipe_2 = "| bash"
    condition:
        filesize < 60KB and ($script or $main) and $fetch and $address and (($shell and ($quiet or $spawned or any of ($pipe_*))) or ($fetched and ($quiet or $spawned)))
}
