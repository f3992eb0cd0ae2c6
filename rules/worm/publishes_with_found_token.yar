rule publishes_with_found_token
{
    meta:
        id = "MK-WRM-0001"
        author = "Meerkat"
        description = "Uses package-index credentials of the machine to publish: spreads as a worm"
        behaviour = "worm"
        points = "4.5"
        group = "publishes-with-found-token"
        scope = "any"
        filetypes = "any"
        attack = "T1195.002"
        reference = "https://attack.mitre.org/techniques/T1195/002/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Release tools"
    strings:
        $rc = /\.pypirc|TWINE_PASSWORD|UV_PUBLISH_TOKEN|PYPI_(API_)?TOKEN/
        $twine = /twine['",\s]{1,6}upload|upload\.pypi\.org|uv['",\s]{1,6}publish|upload_url/
        $act1 = /\bos\.(system|popen)\s{0,3}\(/
        $act2 = /\bsubprocess\.\w{2,14}\s{0,3}\(/
        $act3 = /requests\.post\s{0,3}\(/
        $spread = /(site-packages|getsitepackages|__file__|expanduser\(['"]~|Path\.home\(\)|os\.walk)/
        $net = /requests\.(get|post)|urlopen|urlretrieve|b64decode/
        $not_cli1 = "click" fullword
        $not_cli2 = "argparse" fullword
        $not_cli3 = "typer" fullword
        $not_nox = "import nox"
        $not_invoke = "invoke" fullword
    condition:
        filesize < 40KB and $rc and $twine and any of ($act*) and $spread and $net and not any of ($not_*)
}
