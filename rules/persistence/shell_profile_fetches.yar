rule shell_profile_fetches
{
    meta:
        id = "MK-PER-0020"
        author = "Meerkat"
        description = "Writes a line into a shell's start-up file that downloads something and runs it with every terminal"
        behaviour = "persistence"
        points = "4.5"
        group = "shell-profile-persistence"
        scope = "any"
        filetypes = "any"
        attack = "T1546.004"
        reference = "https://attack.mitre.org/techniques/T1546/004/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "None known: version managers put in a path, not a download"
    strings:
        $rc = /\.(bashrc|zshrc|bash_profile|bash_login|profile|zprofile|zshenv|config\/fish\/config\.fish)\b/
        $fetch = /(\\n|['"(]|&&\s{0,3}|;\s{0,3})(curl|wget)\s[^\n|]{0,160}(https?:\/\/|\{)[^\n|]{0,160}\|\s{0,3}(sudo\s{1,3})?(ba|z|da)?sh\b/
        $fetch_python = /(\\n|['"(]|&&\s{0,3}|;\s{0,3})python3?\s{1,3}-c\s[^\n]{0,200}(urlopen|urlretrieve|requests\.get)\(/
        $write_1 = ".write("
        $write_2 = ".write_text("
        $write_3 = ".writelines("
        $write_4 = />>\s{0,3}['"]?(~|\$HOME)?\/?\.(bashrc|zshrc|bash_profile|profile|zprofile)/
    condition:
        filesize < 100KB and any of ($write_*) and for any of ($fetch*) : ( for any i in (1..#) : ( $rc in (@[i] - 500..@[i] + 500) ) )
}
