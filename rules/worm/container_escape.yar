rule container_escape
{
    meta:
        id = "MK-WRM-0008"
        author = "Meerkat"
        description = "Reaches the host out of a container: Docker socket, host mount, cgroup release agent"
        behaviour = "worm"
        points = "3.5"
        group = "container-escape"
        scope = "any"
        filetypes = "any"
        attack = "T1611"
        reference = "https://attack.mitre.org/techniques/T1611/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Container tools"
    strings:
        $sock = "/var/run/docker.sock"
        $mount = /-v['",\s]{1,6}\/:\/\w{1,12}|Binds['"]\s{0,3}:\s{0,3}\[\s{0,3}['"]\/:\//
        $agent = "release_agent"
        $notify = "notify_on_release"
        $priv = /--privileged\b|['"]Privileged['"]\s{0,3}:\s{0,3}[Tt]rue/
        $chroot = /chroot['",\s]{1,6}\/(host|mnt)/
        $core = "/proc/sys/kernel/core_pattern"
        $call_1 = "docker.from_env"
        $call_2 = "os.system"
        $call_3 = "requests"
        $call_4 = "socket"
        $call_5 = "subprocess"
    condition:
        any of ($call_*) and (($mount and ($priv or $sock or $chroot)) or ($agent and$notify) or ($core and $chroot))
}
