rule patches_foreign_library
{
    meta:
        id = "MK-STA-0008"
        author = "Meerkat"
        description = "Replaces a function of another library (HTTP, keys, input) with its own: can read what passes through"
        behaviour = "startup"
        points = "2.0"
        group = "patches-foreign-library"
        scope = "any"
        filetypes = "any"
        attack = "T1546"
        reference = "https://attack.mitre.org/techniques/T1546/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Tracing, mocking and retry libraries; look whether the wrapper sends data away"
    strings:
        $requests = /\n[ \t]{0,12}(requests\.|httpx\.|urllib3\.|aiohttp\.)(\w{1,30}\.){0,3}(Session\.)?(send|request|post|get|urlopen|_request)\s{0,4}=\s{0,4}[A-Za-z_]\w{0,60}(\([\w., ]{0,80}\))?\s{0,2}(\r|\n|;)/
        $keypair = /\b(Keypair|Account|LocalAccount|SigningKey|PrivateKey|HDWallet|Mnemonic)\.(from_\w{1,30}|__init__|create|sign|generate|new|to_seed)\s{0,4}=\s{0,4}[A-Za-z_]/
        $setattr = /setattr\s{0,4}\(\s{0,4}(requests|httpx|Keypair|Account|getpass|Session|boto3|openai)\w{0,20}\s{0,4},/
        $getpass = /\b(getpass\.getpass|builtins\.input|__builtins__\.input|builtins\.open)\s{0,4}=\s{0,4}[A-Za-z_]\w{0,60}\s{0,2}(\r|\n|;)/
    condition:
        any of them
}
