rule setup_network_call
{
    meta:
        id = "MK-INS-0002"
        author = "Meerkat"
        description = "setup.py talks to the network: an installation needs no more than the index gives"
        behaviour = "install"
        points = "2.5"
        group = "setup-network"
        scope = "setup build startup"
        filetypes = "any"
        attack = "T1195.001"
        reference = "https://attack.mitre.org/techniques/T1195/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Packages that fetch a compiled library of their own while building; look whose address"
    strings:
        $requests = /\b(requests\.|httpx\.)(get|post|put|request|Session|head)\s{0,4}\(/
        $urlopen = "urlopen" fullword
        $retrieve = "urlretrieve("
        $import_as = /from\s{1,4}(requests|urllib\.request|httpx)\s{1,4}import\s/
        $connect = ".connect(("
        $http_1 = "HTTPConnection("
        $http_2 = "HTTPSConnection("
        $create = "socket.create_connection("
        $dns_1 = "getaddrinfo("
        $dns_2 = "gethostbyname("
        $ws = "websocket.create_connection("
        $pycurl = "pycurl.Curl("
        $wget = "wget.download("
        $ws_app = "WebSocketApp("
        $ws_connect = "websockets.connect("
        $stream = "open_connection("
        $smtp = /\bsmtplib\.SMTP(_SSL)?\s{0,3}\(/
        $ftp = /\bftplib\.FTP(_TLS)?\s{0,3}\(/
        $urllib3 = "urllib3.PoolManager("
        $aiohttp = "aiohttp.ClientSession("
    condition:
        any of them
}
