rule startup_command_fetches
{
    meta:
        id = "MK-PER-0020"
        author = "Meerkat"
        description = "Writes a command that downloads something and runs it where it is started again and again: profiles, cron, agents, run keys"
        behaviour = "persistence"
        points = "4.5"
        group = "startup-command-fetches"
        scope = "any"
        filetypes = "any"
        attack = "T1547"
        reference = "https://attack.mitre.org/techniques/T1547/"
        date = "2026-12-01"
        status = "stable"
        fp_notes = "Set-up scripts for machines in a cloud, which whoever starts one runs there"
    strings:
        $rc = /\.(bashrc|bash_profile|bash_login|bash_aliases|profile|zshrc|zprofile|zshenv|vimrc|pythonrc\.py|ssh\/rc)\b/
        $fish = "config/fish/config.fish"
        $etc = /\/etc\/(profile\.d|cron\.d|rc\.local|init\.d)/
        $cron_1 = "crontab"
        $cron_2 = "CronTab("
        $unit = "ExecStart="
        $agent_1 = "RunAtLoad"
        $agent_2 = "LaunchAgents"
        $run = /CurrentVersion\\{1,2}Run/
        $task_1 = "schtasks"
        $task_2 = "ScheduledTask"
        $task_3 = /['"]at['"]\s{0,3},\s{0,3}['"]now/
        $desktop_1 = "[Desktop Entry]"
        $desktop_2 = ".config/autostart"
        $start_1 = "profile_default/startup"
        $start_2 = "jupyter_notebook_config.py"
        $start_3 = "jupyter_server_config.py"
        $start_4 = "sitecustomize"
        $start_5 = "PYTHONSTARTUP"
        $start_6 = /\.pth['"]/
        $start_7 = /Start Menu\\{1,2}Programs\\{1,2}Startup/
        $hook = /['"\/](post-commit|pre-commit|pre-push|post-checkout|post-merge)['"]/
        $folder = "folderOpen"
        $fetch = /(\\n|['"(]|&&\s{0,3}|;\s{0,3})(curl|wget)\s[^\n|]{0,160}(https?:\/\/|\{)[^\n|]{0,160}\|\s{0,3}(sudo\s{1,3})?(ba|z|da)?sh\b/
        $fetch_python = /(\\n|['"(]|&&\s{0,3}|;\s{0,3})python3?\s{1,3}-c\s[^\n]{0,200}(urlopen|urlretrieve|requests\.get)\(/
        $write_1 = ".write("
        $write_2 = ".write_text("
        $write_3 = ".writelines("
        $write_4 = ".write_bytes("
        $write_5 = "SetValueEx("
        $write_6 = "subprocess"
        $write_7 = "os.system("
        $write_8 = ".new("
        $write_9 = /\bf(puts|printf|write)\s{0,2}\(/
    condition:
        filesize < 60KB and any of ($write_*) and for any of ($fetch*) : ( for any i in (1..#) : (
            any of ($rc, $fish, $etc, $cron_*, $unit, $agent_*, $run, $task_*, $desktop_*, $start_*, $hook, $folder)
                in (@[i] - 800..@[i] + 800)
        ))
}
