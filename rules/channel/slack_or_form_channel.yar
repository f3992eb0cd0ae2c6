rule slack_or_form_channel
{
    meta:
        id = "MK-CHN-0005"
        author = "Meerkat"
        description = "Holds the full address of a Slack hook, form or automation that takes posted data"
        behaviour = "channel"
        points = "2.5"
        group = "slack-or-form-channel"
        scope = "any"
        filetypes = "any"
        attack = "T1567"
        reference = "https://attack.mitre.org/techniques/T1567/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Docs with sample addresses; alert scripts"
    strings:
        $slack = /hooks\.slack\.(com|example\.invalid)\/(services|workflows)\/T[A-Z0-9]{8,12}\/[BA][A-Z0-9]{8,12}\/[\w\/]{18,80}/
        $form = /docs\.google\.com\/forms\/(u\/\d\/)?d\/(e\/)?[\w-]{30,70}\/formResponse/
        $script = /script\.google\.com\/macros\/s\/[\w-]{30,90}\/exec/
        $make = /hook\.(eu|us)\d?\.(make|integromat)\.com\/[\w]{20,40}/
        $zap = /hooks\.zapier\.com\/hooks\/catch\/\d{5,10}\/\w{5,10}/
        $ntfy = /ntfy\.sh\/[\w-]{4,64}/
        $teams = /webhook\.office\.com\/webhookb2\/[\w-]{20,40}/
    condition:
        any of them
}
