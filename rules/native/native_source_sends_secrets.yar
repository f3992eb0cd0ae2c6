rule native_source_sends_secrets
{
    meta:
        id = "MK-NAT-0009"
        author = "Meerkat"
        description = "Source of a compiled module or its build that sends the environment or key files to somebody"
        behaviour = "native"
        points = "4.6"
        group = "native-source-sends-secrets"
        scope = "any"
        filetypes = "c cc cpp cxx h hh hpp pyx rs go m mm"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Shells and process managers pass their environment on, they do not send it"
    strings:
        $environ_1 = /\bextern\s{1,3}char\s{0,3}\*\s{0,3}\*\s{0,3}environ\b/
        $environ_2 = "env::vars()"
        $environ_3 = "os.Environ()"
        $environ_4 = "GetEnvironmentStrings"
        $environ_5 = /\bos\.environ\b[^\n]{0,40}(items|copy|\)\)|dict\(|dumps)/
        $environ_6 = /(dict|dumps|str|repr)\(\s{0,2}(dict\()?os\.environ\b/
        $store_1 = ".ssh/id_"
        $store_2 = ".aws/credentials"
        $store_3 = ".npmrc"
        $store_5 = ".kube/config"
        $store_6 = ".git-credentials"
        $store_7 = /(getenv|var|Getenv)\s{0,2}\(\s{0,2}"(AWS_SECRET_ACCESS_KEY|GITHUB_TOKEN|GH_TOKEN|NPM_TOKEN|OPENAI_API_KEY|ANTHROPIC_API_KEY|AWS_SESSION_TOKEN|TWINE_PASSWORD)"/
        $store_8 = ".config/solana"
        $store_9 = "wallet.dat"
        $store_10 = "Login Data"
        $send_1 = /\bconnect\s{0,3}\(\s{0,3}\w{1,30}\s{0,2},/
        $send_2 = "curl_easy_perform"
        $send_3 = "HttpSendRequest"
        $send_4 = "WinHttpSendRequest"
        $send_5 = /\b(ureq|reqwest|minreq|attohttpc|isahc)::/
        $send_6 = "TcpStream::connect"
        $send_7 = /\bhttp\.(Post|PostForm|NewRequest)\(/
        $send_8 = "net.Dial("
        $send_9 = "urlopen("
        $send_10 = /\brequests\.(post|put|get)\(/
        $send_11 = "UdpSocket::bind"
    condition:
        filesize < 200KB and any of ($send_*) and (any of ($environ_*) or any of ($store_*))
}
