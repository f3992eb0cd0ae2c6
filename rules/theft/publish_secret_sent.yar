rule publish_secret_sent
{
    meta:
        id = "MK-THF-0051"
        author = "Meerkat"
        description = "Takes tokens by which a build publishes or proves who it is, and calls an address that is written out"
        behaviour = "theft"
        points = "5.0"
        group = "publish-secret-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Tools that publish send such a token to the index, and name one index and its token"
    strings:
        $publish_1 = "TWINE_PASSWORD"
        $publish_2 = "UV_PUBLISH_TOKEN"
        $publish_3 = /PYPI(_API)?_TOKEN/
        $publish_4 = "NODE_AUTH_TOKEN"
        $publish_5 = "NPM_TOKEN"
        $publish_6 = "CARGO_REGISTRY_TOKEN"
        $publish_7 = "POETRY_PYPI_TOKEN"
        $proof_1 = "ACTIONS_ID_TOKEN_REQUEST_TOKEN"
        $proof_2 = "ACTIONS_RUNTIME_TOKEN"
        $proof_3 = "CI_JOB_TOKEN"
        $proof_4 = "CI_JOB_JWT"
        $read_1 = "environ"
        $read_2 = "getenv("
        $send = /(\b(requests|httpx|session|client)\.(get|post|put|request)|\burlopen|\bRequest)\s{0,3}\(\s{0,8}(['"]\w{3,4}['"]\s{0,3},\s{0,3})?f?['"]https?:\/\/[^'"\n]{4}/
    condition:
        filesize < 20KB and any of ($read_*) and $send and (2 of ($publish_*) or (any of ($publish_*) and any of ($proof_*)))
}
