rule browser_store_copied
{
    meta:
        id = "MK-THF-0041"
        author = "Meerkat"
        description = "Takes a browser's password, cookie or key files and has a way to send them"
        behaviour = "theft"
        points = "5.0"
        group = "browser-login-store"
        scope = "any"
        filetypes = "any"
        attack = "T1555.003"
        reference = "https://attack.mitre.org/techniques/T1555/003/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Migration and forensics tools read the same files and keep them on the machine"
    strings:
        $chrome_1 = "Login Data"
        $chrome_2 = "Web Data"
        $chrome_3 = /['"\/\\]Local State['"]/
        $chrome_4 = /['"\/\\](Network['"\/\\, ]{1,6})?Cookies['"]/
        $chrome_5 = /['"\/\\]History['"]/
        $place_1 = "User Data"
        $place_2 = "Application Support/Google/Chrome"
        $place_3 = ".config/google-chrome"
        $place_4 = ".config/chromium"
        $fox_1 = "key4.db"
        $fox_2 = "logins.json"
        $fox_3 = "cookies.sqlite"
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
        filesize < 60KB and ((any of ($chrome_*) and any of ($place_*)) or 2 of ($fox_*)) and any of ($sink_*)
}
