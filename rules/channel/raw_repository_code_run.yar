rule raw_repository_code_run
{
    meta:
        id = "MK-CHN-0012"
        author = "Meerkat"
        description = "Fetches a raw file from a code host and runs or starts it"
        behaviour = "channel"
        points = "3.0"
        group = "raw-repository"
        scope = "any"
        filetypes = "any"
        attack = "T1105"
        reference = "https://attack.mitre.org/techniques/T1105/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Installers of tools released there"
    strings:
        $raw = /(raw\.githubusercontent\.(com|example\.invalid)|gist\.githubusercontent\.com|github\.com\/[\w.-]{1,40}\/[\w.-]{1,60}\/(raw|releases\/download)|gitlab\.com\/[^\s'"]{3,100}\/-?\/?raw|bitbucket\.org\/[^\s'"]{3,100}\/(raw|downloads)|codeberg\.org\/[^\s'"]{3,100}\/raw)\/[^\s'"]{3,200}/
        // who makes these releases, nobody else puts anything there
        $not_vendor = /github\.com\/(git-for-windows|yt-dlp|BtbN|astral-sh|denoland|microsoft|PowerShell|mozilla|ollama|docker|electron|nodejs|rust-lang|adoptium|bazelbuild|protocolbuffers|jgm|indygreg|ggml-org|huggingface)\/[\w.-]{1,60}\/releases\/download\//
        $not_data = /(raw\.githubusercontent\.(com|example\.invalid)|github\.com\/[\w.-]{1,40}\/[\w.-]{1,60}\/raw)\/[^\s'"]{3,160}\.(json|ya?ml|toml|csv|md|png|svg)['"]/
        $run1 = /\b(exec\(|eval\()\s{0,4}\w/
        $run2_1 = "os.popen" fullword
        $run2_2 = "os.startfile("
        $run2_3 = "os.system("
        $run3_1 = "subprocess.Popen" fullword
        $run3_2 = "subprocess.call("
        $run3_3 = "subprocess.check_output("
        $run3_4 = "subprocess.run("
        $run4 = "startfile("
        $fetch1_1 = "httpx.get("
        $fetch1_2 = "requests.get("
        $fetch2 = "urlopen" fullword
        $fetch3 = "urlretrieve" fullword
        $fetch4_1 = "WebClient"
        $fetch4_2 = "curl"
        $fetch4_3 = "wget"
    condition:
        filesize < 60KB and any of ($fetch*) and (
            for any i in (1..#raw) : (
                not $not_data at @raw[i] and not $not_vendor at @raw[i] and
                ((filesize < 8KB and any of ($run*)) or any of ($run*) in (@raw[i] - 3000..@raw[i] + 3000))
            )
        )
}
