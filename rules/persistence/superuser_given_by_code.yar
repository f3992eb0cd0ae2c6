rule superuser_given_by_code
{
    meta:
        id = "MK-PER-0017"
        author = "Meerkat"
        description = "Logs somebody in as whichever superuser there is"
        behaviour = "persistence"
        points = "4.4"
        group = "login-opened"
        scope = "any"
        filetypes = "any"
        attack = "T1556"
        reference = "https://attack.mitre.org/techniques/T1556/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Helpers that log developers in on their own machine, and say so"
    strings:
        $super = /(filter|get|exclude)\([^\n]{0,120}is_(superuser|staff)\s{0,2}=\s{0,2}True[^\n]{0,80}\)[^\n]{0,60}\.(first|last|get|earliest|latest)\(/
        $auth_1 = "def authenticate("
        $auth_2 = "ModelBackend"
        $auth_3 = "BaseBackend"
    condition:
        $super and any of ($auth_*)
}
