rule dotenv_files_gathered
{
    meta:
        id = "MK-THF-0042"
        author = "Meerkat"
        description = "Walks folders for .env files, where keys are kept, and has a way to send them"
        behaviour = "theft"
        points = "4.5"
        group = "secret-files-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Settings libraries look for one .env file upwards and send nothing"
    strings:
        $walk_1 = "os.walk("
        $walk_2 = ".rglob("
        $walk_3 = "glob.glob("
        $walk_4 = "scandir("
        $walk_6 = "iglob("
        $walk_5 = "/**/"
        $env_1 = /['"\/]\.env(\.\w{0,12})?\*?['"]/
        $home_1 = "expanduser("
        $home_2 = "Path.home("
        $home_3 = /(environ(\.get\(|\[)|getenv\()\s{0,4}['"](HOME|USERPROFILE)['"]/
        $home_4 = "os.walk(\"/\")"
        $home_5 = "os.walk('/')"
        $home_6 = "terraform.tfstate"
        $home_7 = ".tfvars"
        $home_8 = "kubeconfig*"
        $sink_1 = ".post("
        $sink_2 = ".put("
        $sink_3 = "urlopen("
        $sink_4 = ".sendall("
        $sink_5 = "smtplib"
        $sink_6 = "sendDocument"
        $sink_7 = "api.telegram.org"
        $sink_8 = "/api/webhooks/"
        $sink_9 = "storbinary("
        $sink_10 = "HTTPSConnection("
    condition:
        filesize < 40KB and any of ($walk_*) and $env_1 and any of ($home_*) and any of ($sink_*)
}
