rule repositories_altered_by_token
{
    meta:
        id = "MK-WRM-0004"
        author = "Meerkat"
        description = "Uses a found GitHub token to list, create or change repositories"
        behaviour = "worm"
        points = "3.5"
        group = "repositories-altered-by-token"
        scope = "any"
        filetypes = "any"
        attack = "T1567.001"
        reference = "https://attack.mitre.org/techniques/T1567/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Repository bootstrap tools"
    strings:
        $token = /(GITHUB_TOKEN|GH_TOKEN|ghp_|gho_|gh['",\s]{1,6}auth['",\s]{1,6}token|git-credentials)/
        $create = "/user/repos"
        $runner = /actions\/runners\/registration-token|config\.sh[^\n]{0,80}--url/
        $public = /['"]private['"]\s{0,3}:\s{0,3}(False|false)/
        $contents = /api\.github\.com\/repos\/[^\n]{1,100}\/contents\//
        $put = /requests\.put\s{0,3}\(|method\s{0,3}=\s{0,3}['"]PUT['"]/
        $dump = /os\.environ\s{0,3}[,)}]|dict\s{0,3}\(\s{0,3}os\.environ|b64encode|\.ssh|credentials/
    condition:
        filesize < 150KB and $token and $dump and (($create and $public) or $runner or ($contents and $put and $create))
}
