rule exits_in_ci_or_lab
{
    meta:
        id = "MK-EVA-0018"
        author = "Meerkat"
        description = "Does nothing on build servers and analysis machines: waits for real users"
        behaviour = "evasion"
        points = "1.5"
        group = "exits-in-ci-or-lab"
        scope = "any"
        filetypes = "any"
        attack = "T1497"
        reference = "https://attack.mitre.org/techniques/T1497/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Release tools"
    strings:
        $ci1 = /['"](GITHUB_ACTIONS|GITLAB_CI|JENKINS_URL|CIRCLECI|TRAVIS|BUILDKITE|TEAMCITY_VERSION|CODEBUILD_BUILD_ID)['"]/
        $act = /\bexec\(\s{0,3}[a-z_.]{0,30}(decode|decompress)|urlretrieve|b64decode\s{0,3}\(|\/api\/webhooks\/|start_new_session\s{0,3}=\s{0,3}True|DETACHED_PROCESS/
    condition:
        filesize < 60KB and #ci1 > 1 and $act
}
