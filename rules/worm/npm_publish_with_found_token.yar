rule npm_publish_with_found_token
{
    meta:
        id = "MK-WRM-0002"
        author = "Meerkat"
        description = "Adds an install script to npm packages and publishes them with a found token"
        behaviour = "worm"
        points = "5.0"
        group = "npm-publish-with-found-token"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://attack.mitre.org/techniques/T1195/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "None known"
    strings:
        $npmrc_1 = ".npmrc"
        $npmrc_2 = "NPM_TOKEN"
        $npmrc_3 = "_authToken"
        $publish = /npm['",\s]{1,6}publish/
        $hook = /['"](preinstall|postinstall|prepare)['"]/
        $pkg = "package.json"
    condition:
        $publish and $pkg and $hook and any of ($npmrc_*)
}
