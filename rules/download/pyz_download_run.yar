rule pyz_download_run
{
    meta:
        id = "MK-DWN-0011"
        author = "Meerkat"
        description = "Fetches a zipped Python program (.pyz) and starts it: a second stage no scanner of this package sees"
        behaviour = "download"
        points = "5.0"
        group = "pyz-download-run"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "virtualenv and shiv document their own .pyz"
    strings:
        $pyz = /h[t]tps?[:]\/[\/][^\s'"]{4,160}\.(pyz|whl|egg|pyc)\b/
        $pyz_file_1 = ".pyz\""
        $pyz_file_2 = ".pyz'"
        $fetch1 = "urlretrieve" fullword
        $fetch2 = "urlopen" fullword
        $fetch3_1 = "httpx.get("
        $fetch3_2 = "requests.get("
        $fetch4_1 = "\"curl\""
        $fetch4_2 = "\"curl'"
        $fetch4_3 = "'curl\""
        $fetch4_4 = "'curl'"
        $fetch4_5 = "curl -"
        $run1 = "sys.executable"
        $run2_1 = "\"python\""
        $run2_2 = "\"python'"
        $run2_3 = "\"python3\""
        $run2_4 = "\"python3'"
        $run2_5 = "'python\""
        $run2_6 = "'python'"
        $run2_7 = "'python3\""
        $run2_8 = "'python3'"
        $run3 = "runpy.run_path"
        $pipe = /pip['"]?,?\s{0,3}['"]?install/
    condition:
        ($pyz or any of ($pyz_file_*)) and any of ($fetch*) and any of ($run*) and not $pipe
}
