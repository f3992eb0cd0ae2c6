rule curl_pipe_shell
{
    meta:
        id = "MK-DWN-0004"
        author = "Meerkat"
        description = "Pipes a download straight into a shell or interpreter"
        behaviour = "download"
        points = "5.0"
        group = "curl-pipe-shell"
        scope = "any"
        filetypes = "any"
        attack = "T1059.004"
        reference = "https://attack.mitre.org/techniques/T1059/004/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Developer tools that install other tools (rustup, poetry); help texts"
    strings:
        $pipe = /\b(curl|wget)\s[^\n|'"]{0,200}(['"][^\n|'"]{0,200}['"][^\n|'"]{0,40})?\|\s{0,4}(sudo\s{1,3})?(ba|z|da|a)?sh\b/
        $pipe_py = /\b(curl|wget)\s[^\n|'"]{0,200}\|\s{0,4}(sudo\s{1,3})?(python3?|perl|ruby|node|php)\b/
        $sub = /\b(ba|z)?sh\s{1,3}-c\s{1,3}\\?['"]{1,3}\$\(\s{0,4}(curl|wget)\s/
        $proc = /\b(ba|z)?sh\s{1,3}<\(\s{0,4}(curl|wget)\s/
        $call1 = "subprocess" fullword
        $call2 = "os.system"
        $call3 = "os.popen"
        $call4 = "Popen" fullword
        $call5 = "system("
        $call6 = ".write_text("
        $call7 = "bashrc"
        // what builds compiled modules: Meson, CMake, Cargo
        $call8 = "run_command("
        $call9 = "execute_process(" nocase
        $call10 = "Command::new("
        $script = /#! ?\/[a-z\/]{0,16}bin\/(env )?(ba|z|da|a)?sh\b/
        // nothing else but the command: what a program decodes for a shell
        $whole_1 = "curl "
        $whole_2 = "wget "
        // a line that only tells people what to type
        $not_run = /\b(echo|print|printf)\s{0,2}\(?\s{0,2}["'][^"'\n]{0,80}\b(curl|wget)\s[^"'\n|]{4,160}\|\s?(sudo\s)?(ba|z|da|a)?sh\s?["']\)?[ \t]{0,4}\r?\n/
        $not_told = /["'][^"'\n]{0,60}(install|run|using|with|via|update|upgrade)\b[^"'\n;&|]{0,40}:\s{1,3}(curl|wget)\s[^"'\n|]{4,160}\|\s?(sudo\s)?(ba|z|da|a)?sh\b/ nocase
    condition:
        (#pipe > #not_run + #not_told or any of ($pipe_py, $sub, $proc)) and (any of ($call*) or $script at 0 or (filesize < 4KB and for any of ($whole_*) : ( $ at 0 )))
}
