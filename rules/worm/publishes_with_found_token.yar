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
        $rc_1 = ".pypirc"
        $rc_2 = "PYPI_API_TOKEN"
        $rc_3 = "PYPI_TOKEN"
        $rc_4 = "TWINE_PASSWORD"
        $rc_5 = "UV_PUBLISH_TOKEN"
        $twine = /twine['",\s]{1,6}upload|upload\.pypi\.org|uv['",\s]{1,6}publish|upload_url/
        $act1_1 = "os.popen" fullword
        $act1_2 = "os.system("
        $act2 = /\bsubprocess\.\w{2,14}\s{0,3}\(/
        $act3 = "requests.post("
        $spread_1 = "Path.home()"
        $spread_2 = "__file__"
        $spread_3 = "expanduser(\"~"
        $spread_4 = "expanduser('~"
        $spread_5 = "getsitepackages"
        $spread_6 = "os.walk"
        $spread_7 = "site-packages"
        $found_1 = "os.walk("
        $found_2 = "glob.glob("
        $found_3 = ".rglob("
        $dist = /glob\.glob\(\s{0,3}['"]dist\//
        $token_1 = "__token__"
        $token_2 = "pypi-["
        $read = /(ConfigParser|configparser)[^;]{0,400}\.pypirc/
        $told_1 = /"-p",\s{0,2}[a-z_]\w{0,30}\s{0,2}[,\]]/
        $told_2 = /'-p',\s{0,2}[a-z_]\w{0,30}\s{0,2}[,\]]/
        $told_3 = "--password"
        $net_1 = "b64decode"
        $net_2 = "requests.get"
        $net_3 = "requests.post"
        $net_4 = "urlopen"
        $net_5 = "urlretrieve"
    condition:
        filesize < 40KB and any of ($rc_*) and $twine and any of ($act*) and any of ($spread_*) and (($read and any of ($told_*)) or any of ($net_*) or ((any of ($found_1, $found_3) or #found_2 > #dist) and any of ($token_*)))
}
