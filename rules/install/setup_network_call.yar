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
        $requests = /\b(requests|httpx)\s{0,2}\.\s{0,2}(get|post|put|request|Session|head)\s{0,4}\(/
        $urlopen = /\burlopen\s{0,4}\(/
        $retrieve = /\burlretrieve\s{0,4}\(/
        $import_as = /from\s{1,4}(requests|urllib\.request|httpx)\s{1,4}import\s/
        $connect = /\.connect\s{0,4}\(\s{0,4}\(/
        $http = /\bHTTPS?Connection\s{0,4}\(/
        $create = "socket.create_connection("
        $dns = /\b(socket\.)?(gethostbyname|getaddrinfo)\s{0,4}\(/
        $ws = "websocket.create_connection("
        $urllib3 = "urllib3.PoolManager("
        $aiohttp = "aiohttp.ClientSession("
    condition:
        any of them
}
