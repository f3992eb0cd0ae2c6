rule phone_files_sent
{
    meta:
        id = "MK-THF-0052"
        author = "Meerkat"
        description = "Goes through the photos and downloads of a phone and uploads them"
        behaviour = "theft"
        points = "5.0"
        group = "phone-files-sent"
        scope = "any"
        filetypes = "any"
        attack = "T1005"
        reference = "https://attack.mitre.org/techniques/T1005/"
        date = "2026-11-30"
        status = "stable"
        fp_notes = "Backup tools of a phone's user send to an address that the user gives"
    strings:
        $folder_1 = "/sdcard/DCIM"
        $folder_2 = "/storage/emulated/0"
        $folder_3 = "/sdcard/Pictures"
        $folder_4 = "/sdcard/Download"
        $folder_5 = "WhatsApp/Media"
        $folder_6 = "storage/shared/DCIM"
        $goes_1 = "os.listdir("
        $goes_2 = "os.walk("
        $goes_3 = "glob("
        $goes_4 = "os.scandir("
        $goes_5 = ".iterdir("
        $send_1 = "/sendDocument"
        $send_2 = "/sendPhoto"
        $send_3 = "send_document("
        $send_4 = "send_photo("
        $send_5 = "api/webhooks/"
        $send_6 = /requests\.post\(\s{0,4}f?['"]https?:[^\n]{0,200}files\s{0,2}=/
    condition:
        filesize < 200KB and any of ($folder_*) and any of ($goes_*) and any of ($send_*)
}
