rule writes_startup_file
{
    meta:
        id = "MK-STA-0006"
        author = "Meerkat"
        description = "Writes a .pth, .start or sitecustomize file into the site folder: plants code that survives uninstalling"
        behaviour = "startup"
        points = "3.0"
        group = "writes-startup-file"
        scope = "any"
        filetypes = "any"
        attack = "T1546.018"
        reference = "https://attack.mitre.org/techniques/T1546/018/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Editable-install back ends and environment managers"
    strings:
        $pth = /['"][\w\-{}.\/\\]{0,60}\.(pth|start)['"]/
        $site1_1 = "sitecustomize.py\""
        $site1_2 = "sitecustomize.py'"
        $site1_3 = "usercustomize.py\""
        $site1_4 = "usercustomize.py'"
        $dir1 = "getsitepackages("
        $dir2 = "getusersitepackages("
        $dir3 = /get_paths\(\)\s{0,4}\[\s{0,4}['"]purelib['"]\s{0,4}\]|get_path\(\s{0,4}['"](purelib|platlib)['"]/
        $dir4 = "site.USER_SITE"
        $dir5 = /['"\/\\]site-packages/
        $write1 = ".write("
        $write2 = ".write_text("
        $write3 = ".write_bytes("
        $write4 = "shutil.copy"
    condition:
        filesize < 100KB and ($pth or any of ($site1_*)) and any of ($dir*) and any of ($write*)
}
