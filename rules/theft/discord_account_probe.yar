rule discord_account_probe
{
    meta:
        id = "MK-THF-0014"
        author = "Meerkat"
        description = "Uses stolen-style tokens against the Discord account interface (profile, billing, friends)"
        behaviour = "theft"
        points = "3.0"
        group = "discord-account-probe"
        scope = "any"
        filetypes = "any"
        attack = "T1528"
        reference = "https://attack.mitre.org/techniques/T1528/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Self-bot libraries"
    strings:
        $me = /discord(app)?\.com\/api\/v?\d{0,2}\/?users\/@me/
        $bill_1 = "users/@me/billing/payment-sources"
        $bill_2 = "users/@me/billing/subscriptions"
        $gifts = "outbound-promotions/codes"
        $rel = "users/@me/relationships"
        $nitro = "premium_type"
        $badges = /(Early_Supporter|HypeSquad|Verified_Bot_Developer|Early Supporter|Bug_Hunter|PartneredServerOwner|early_verified_bot)/i
        $leveldb = "leveldb"
    condition:
        any of ($bill_*) or $gifts or ($me and ($leveldb or ($nitro and $badges) or ($rel and $nitro)))
}
