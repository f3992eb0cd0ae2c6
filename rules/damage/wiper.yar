rule wiper
{
    meta:
        id = "MK-DMG-0003"
        author = "Meerkat"
        description = "Deletes the home folder, the disk or the system"
        behaviour = "damage"
        points = "5.0"
        group = "wiper"
        scope = "any"
        filetypes = "any"
        attack = "T1485"
        reference = "https://attack.mitre.org/techniques/T1485/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tests of command filters; container clean-ups (rm -rf /var/lib/apt)"
    strings:
        $rm = /\brm -(rf|fr|Rf|r|R|rfv|vrf)\s{1,3}(--no-preserve-root|(-\w{1,3}\s{1,3})?['"]?(\/|~\/?|\$HOME\/?|\/\*|~\/\*|\/home|\/etc|\/usr|\/var)['"\s;&)])/
        $rmtree = /rmtree\s{0,4}\(\s{0,4}(['"](\/|~|C:\\{1,2}|\/home|\/etc|\/usr)['"]|(os\.path\.)?expanduser\(\s{0,3}['"]~\/?['"]|(pathlib\.)?Path\.home\(\)\s{0,3}[,)]|str\((pathlib\.)?Path\.home\(\)\)|os\.environ\[['"](HOME|USERPROFILE|SYSTEMROOT)['"]\])/
        $home_given = /\b(home|home_dir|userhome|user_home|HOME|profile)\s{0,3}=\s{0,3}(str\(\s{0,2})?((pathlib\.)?Path\.home\(\)|(os\.path\.)?expanduser\(\s{0,3}['"]~\/?['"]\s{0,3}\)|os\.environ\[['"](HOME|USERPROFILE)['"]\])\)?\s{0,3}[\r\n;]/
        $rmtree_home = /rmtree\s{0,4}\(\s{0,4}(home|home_dir|userhome|user_home|HOME|profile)\s{0,3}[,)]/
        $rmtree_in = /rmtree\s{0,4}\(\s{0,4}(os\.path\.join\(\s{0,4})?(os\.path\.expanduser\(['"]~['"]\)|Path\.home\(\)|os\.environ\[['"](HOME|USERPROFILE)['"]\])\s{0,3}[,\/]\s{0,3}[a-z_]\w{0,20}\s{0,3}[,)]/
        $rmtree_each = /\bin\s{1,3}[\[(]([^\n]{0,100},)?\s{0,3}((os\.path\.)?expanduser\(\s{0,3}['"]~\/?['"]\s{0,3}\)|Path\.home\(\)|['"]\/(home|srv|etc|usr|var|root)\/?['"])\s{0,3}[,)\]][^\n]{0,120}:[^\n]{0,60}\n(\s{0,24}[^\n]{0,120}\n){0,3}[^\n]{0,60}rmtree\(/
        $rm_list = /['"]rm['"]\s{0,2},\s{0,2}['"]-(rf|fr|Rf|r)['"]\s{0,2},\s{0,2}((os\.path\.)?expanduser\(\s{0,2}['"]~\/?['"]|(str\()?(pathlib\.)?Path\.home\(\)|['"](\/|~|\/home|\/etc|\/usr)['"]|os\.environ\[['"]HOME)/
        $remove_item = /Remove-Item\s[^\n]{0,80}(\$HOME|\$env:USERPROFILE|~\\|C:\\(Users|Windows))(\\{1,2}\*)?['"\s]/ nocase
        $site = /in\s(site\.)?getsitepackages\(\)\s{0,2}:\s{0,2}\n[^\n]{0,60}rmtree\(/
        $del = /\b(del|erase)\s{1,3}(\/[fsqa]\s{1,3}){1,4}[^\n]{0,20}(C:\\|%SystemRoot%|%USERPROFILE%|System32|\*\.\*)/ nocase
        $rd = /\b(rd|rmdir)\s{1,3}(\/[sq]\s{1,3}){1,2}['"]?(C:\\|%SystemRoot%|%USERPROFILE%)/ nocase
        $format = /\bformat\s{1,3}[c-z]:\s{1,3}\/(q|y|fs)/ nocase
        $dd = /\bdd\s{1,3}if=\/dev\/(zero|u?random)\s{1,3}of=\/dev\/(sd|nvme|hd|vd|mmcblk)/
        $disk = /\\\\\.\\{1,2}PhysicalDrive0/ nocase
        $mkfs = /mkfs\.\w{3,5}\s{1,3}(-\w{1,3}\s{1,3})?\/dev\//
        $open_disk = /open\s{0,4}\(\s{0,4}['"]\/dev\/(sda|nvme0n1|hda|vda)['"]\s{0,4},\s{0,4}['"](w|r\+)b/
        $runs = /\b(system|popen|Popen|run|call|check_call|check_output|getoutput|getstatusoutput|spawn\w{0,3}|exec\w{0,3})\s{0,3}\(/
        // what a tool refuses to run is listed under such a name
        $refused = /block_?(ed|list)|den(y|ied)|danger|forbidden|disallow|banned|blacklist|unsafe|destructive|harmful|prohibited|refuse|reject/ nocase
        $call1 = "subprocess" fullword
        $call2 = "os.system" fullword
        $call3 = "shutil" fullword
        $call4 = "os.popen" fullword
        $call5 = "CreateFile"
        $call6 = "Popen" fullword
        $call7 = "open("
        $call8 = /\bsystem\s{0,2}\(/
    condition:
        any of ($call*) and (($home_given and $rmtree_home) or any of ($rm_list, $remove_item, $site, $rmtree, $rmtree_in, $rmtree_each, $disk, $open_disk) or
        for any of ($del, $rd, $format, $dd, $mkfs) : ( for any j in (1..#) : (
            $runs in (@[j] - 100..@[j]) or not $refused in (@[j] - 1500..@[j])
        )) or
        for any i in (1..#rm) : ($runs in (@rm[i] - 200..@rm[i] + 300)))
}
