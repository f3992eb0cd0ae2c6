rule login_by_digest_in_code
{
    meta:
        id = "MK-PER-0018"
        author = "Meerkat"
        description = "Takes a password whose digest stands in the code: whoever wrote it gets in everywhere"
        behaviour = "persistence"
        points = "3.0"
        group = "login-opened"
        scope = "any"
        filetypes = "any"
        attack = "T1556"
        reference = "https://attack.mitre.org/techniques/T1556/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Small programs of one person that guard a page by a password of their own"
    strings:
        $literal_1 = /hexdigest\(\)\s{0,2}[=!]=\s{0,2}['"][0-9a-fA-F]{32,128}['"]/
        $literal_2 = /compare_digest\([^\n]{0,80}['"][0-9a-fA-F]{40,128}['"]/
        $named = /bytes\.fromhex\(\s{0,2}['"][0-9a-fA-F]{64,128}['"]/
        $equal = /compare_digest\([^\n]{0,100},\s{0,2}_?[A-Z][A-Z_]{2,20}\s{0,2}\)/
        $made = /(pbkdf2_hmac|scrypt|sha256|sha512|sha1|md5|blake2b)\([^\n]{0,60}(passw|pwd|secret|phrase)/ nocase
    condition:
        filesize < 100KB and $made and (any of ($literal_*) or ($named and $equal))
}
