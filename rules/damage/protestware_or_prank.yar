rule protestware_or_prank
{
    meta:
        id = "MK-DMG-0006"
        author = "Meerkat"
        description = "Opens pages, shows messages or plays pranks on the desktop without being asked"
        behaviour = "damage"
        points = "1.5"
        group = "protestware-or-prank"
        scope = "any"
        filetypes = "any"
        attack = "T1491"
        reference = "https://attack.mitre.org/techniques/T1491/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Wallpaper tools and jokes"
    strings:
        $loop = /(while\s{1,3}(True|1)|for\s{1,3}\w{1,10}\s{1,3}in\s{1,3}range\s{0,3}\(\s{0,3}\d{2,6})[^\n]{0,20}:\s{0,40}(webbrowser\.open|ctypes\.windll\.user32\.MessageBox)/
        $wall = "SystemParametersInfo"
        $spi = /SystemParametersInfo[AW]?\s{0,4}\(\s{0,4}(20|0x14|0x0014|SPI_SETDESKWALLPAPER)/
        $rick = /webbrowser\.open(_new)?(_tab)?\s{0,4}\(\s{0,4}['"]https?:\/\/(www\.)?(youtube\.com\/watch\?v=dQw4w9WgXcQ|youtu\.be\/dQw4w9WgXcQ)/
        $block = /\bBlockInput\s{0,4}\(\s{0,4}(True|1)/
    condition:
        $loop or ($wall and $spi) or $rick or $block
}
