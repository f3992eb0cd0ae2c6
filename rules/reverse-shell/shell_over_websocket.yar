rule shell_over_websocket
{
    meta:
        id = "MK-SHL-0011"
        author = "Meerkat"
        description = "Runs what comes over a websocket or message channel in a shell and answers with the output"
        behaviour = "reverse-shell"
        points = "5.0"
        group = "remote-command"
        scope = "any"
        filetypes = "any"
        attack = "T1059"
        reference = "https://attack.mitre.org/techniques/T1059/"
        date = "2026-11-24"
        status = "stable"
        fp_notes = "Web terminals, which show who may use them"
    strings:
        $ws_1 = "WebSocketApp("
        $ws_2 = "websockets.connect("
        $ws_3 = "websocket.create_connection("
        $ws_4 = "socketio.Client("
        $ws_5 = "ws_connect("
        $ws_6 = "socketio.AsyncClient("
        $ws_7 = "paho.mqtt"
        $run_1 = "getoutput("
        $run_2 = /shell\s{0,3}=\s{0,3}True/
        $run_3 = "os.popen("
        $run_4 = "create_subprocess_shell("
        $run_5 = "os.system("
        $back_1 = ".send("
        $back_2 = ".emit("
        $back_3 = ".send_str("
        $back_4 = ".publish("
    condition:
        filesize < 30KB and any of ($ws_*) and any of ($run_*) and any of ($back_*)
}
