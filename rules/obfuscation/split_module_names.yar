rule split_module_names
{
    meta:
        id = "MK-OBF-0021"
        author = "Meerkat"
        description = "Builds names of modules or functions from pieces so that no search finds them"
        behaviour = "obfuscation"
        points = "3.5"
        group = "split-names"
        scope = "any"
        filetypes = "any"
        attack = "T1027.010"
        reference = "https://attack.mitre.org/techniques/T1027/010/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Plugin loaders add a variable name to a prefix"
    strings:
        $import = /__import__\s{0,3}\(\s{0,3}(['"][a-z_0-9]{1,9}['"]\s{0,3}\+\s{0,3}['"]|['"]{2}\s{0,3}\.join|['"][^'"\n]{1,30}['"]\s{0,3}\[\s{0,2}::|chr|bytes|base64|str\()/
        $importlib = /import_module\s{0,3}\(\s{0,3}(['"][a-z_0-9]{1,9}['"]\s{0,3}\+\s{0,3}['"]|['"]{2}\s{0,3}\.join|['"][^'"\n]{1,30}['"]\s{0,3}\[\s{0,2}::|chr\s{0,3}\(|base64|bytes\.fromhex)/
        $getattr = /getattr\s{0,3}\(\s{0,3}(os|subprocess|builtins|__builtins__|sys|socket|requests|base64|zlib)\s{0,3},\s{0,3}(['"][a-z_]{1,9}['"]\s{0,3}\+|['"]{2}\s{0,3}\.join|['"][a-z]{2,20}['"]\s{0,3}\[\s{0,2}::|chr\s{0,3}\(|bytes|base64)/
        $dict = /(globals|locals|vars)\s{0,3}\(\s{0,3}\)\s{0,3}\[\s{0,3}(['"][a-z_]{1,12}['"]\s{0,3}\+\s{0,3}['"]|['"]{2}\s{0,3}\.join|['"]\\x)/
    condition:
        any of them
}
