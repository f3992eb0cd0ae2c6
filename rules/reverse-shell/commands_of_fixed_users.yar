rule commands_of_fixed_users
{
    meta:
        id = "MK-SHL-0012"
        author = "Meerkat"
        description = "Runs what messages say, where they come from users whose numbers are written out: a back door of those"
        behaviour = "reverse-shell"
        points = "4.0"
        group = "chat-bot-remote-control"
        scope = "any"
        filetypes = "any"
        attack = "T1219"
        reference = "https://attack.mitre.org/techniques/T1219/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Bots that their author runs himself, with his own number in them; a library has no such users"
    strings:
        $users = /(OWNER|ADMIN|SUDO|MAINTAIN|DEVELOPER|MASTER|CREATOR|ALLOWED|TRUSTED|OPERATOR|AUTHOR)\w{0,16}(\s?:[^\n=]{1,40})?\s?=\s?(frozenset\(|set\(|tuple\()?[\[{(]{0,2}\s{0,9}[1-9]\d{6,18}\s{0,4}[,\]})\r\n#]/
        $users_of_bot = /\b_?(devs|developers|owners|owner_ids|admins|admin_ids|crew|staff|masters|trusted|allowed|whitelist|sudoers|operators|team)\s?=\s?(frozenset\(|set\()?[\[{(]\s{0,9}[1-9]\d{16,18}\s{0,4}[,\]})\r\n#]/
        $asks_1 = /from_user\.id\s(not in|in|!=|==)\s(self\.)?[A-Z_]{3,24}\b/
        $asks_2 = /author\.id\s(not in|in|!=|==)\s(self\.)?[A-Z_]{3,24}\b/
        $asks_3 = /sender_id\s(not in|in|!=|==)\s(self\.)?[A-Z_]{3,24}\b/
        $asks_4 = /(chat|user)(_id|\.id)\s(not in|in|!=|==)\s(self\.)?[A-Z_]{3,24}\b/
        $asks_5 = /author\.id\s(not in|in|!=|==)\s(self\.)?[a-z_]{3,24}\b/
        $said_1 = ".text"
        $said_2 = ".content"
        $said_3 = ".message"
        $run_1 = "create_subprocess_exec("
        $run_2 = "create_subprocess_shell("
        $run_3 = "subprocess."
        $run_4 = /\bex[e]c\(\s{0,4}(f?['"]async def |[\w.]{1,40}(\[\w{0,12}:\])?\s?[,)])/
        $run_5 = /\bev[a]l\(\s{0,4}[\w.]{1,40}(\[\w{0,12}:\])?\s?[,)]/
        $run_6 = "os.popen("
        $run_7 = "os.system("
    condition:
        filesize < 200KB and any of ($users*) and any of ($said_*) and for any of ($asks_*) : ( for any i in (1..#) : ( any of ($run_*) in (@[i]..@[i] + 1500) ) )
}
