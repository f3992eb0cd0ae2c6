rule writes_into_other_packages
{
    meta:
        id = "MK-WRM-0009"
        author = "Meerkat"
        description = "Appends code to other installed packages: infects what was clean"
        behaviour = "worm"
        points = "4.0"
        group = "writes-into-other-packages"
        scope = "any"
        filetypes = "any"
        attack = "T1554"
        reference = "https://attack.mitre.org/techniques/T1554/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Patch tools"
    strings:
        $site = /getsitepackages\s{0,3}\(|['"\/\\]site-packages['"\/\\]|get_paths\s{0,3}\(\s{0,3}\)|importlib\.util\.find_spec|\.__file__\b/
        $target = /(requests|urllib3|aiohttp|numpy|pip|setuptools|openai|web3|solana|certifi|__init__)[\/\\'",\s)]{0,12}[^\n]{0,40}\.py['"]?\s{0,3}\)?\s{0,3},\s{0,3}['"](a|w|r\+)/
        $spec = /open\s{0,3}\(\s{0,3}(\w{1,20}\.origin|\w{1,20}\.__file__|inspect\.get(source)?file\s{0,2}\(\s{0,2}\w{1,30}\s{0,2}\))\s{0,3},\s{0,3}['"](a|w|r\+)/
    condition:
        $spec or ($site and $target)
}
