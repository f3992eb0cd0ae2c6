rule payload_in_media_file
{
    meta:
        id = "MK-OBF-0023"
        author = "Meerkat"
        description = "Takes code out of a picture or sound file of the package: steganography"
        behaviour = "obfuscation"
        points = "3.5"
        group = "payload-in-media-file"
        scope = "any"
        filetypes = "any"
        attack = "T1027.003"
        reference = "https://attack.mitre.org/techniques/T1027/003/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Picture tools that call converters"
    strings:
        $open1 = /Image\.open\s{0,3}\(/
        $open2 = /wave\.open\s{0,3}\(/
        $open3 = /open\s{0,3}\([^\n)]{0,100}\.(png|jpe?g|gif|bmp|ico|wav|mp3|mp4|ttf|svg)['"]\s{0,3},\s{0,3}['"]rb/
        $open4 = "readframes("
        $open5 = "lsb.reveal("
        $dec1 = /(b64decode|decompress|unhexlify|fromhex|decrypt)\s{0,4}\(/
        $dec2 = /getpixel|getdata\s{0,3}\(/
        $act1 = /\b(exec|eval)\s{0,4}\(\s{0,4}\w/
        $act2 = /\bos\.(system|popen|startfile)\s{0,4}\(/
        $act3 = /\bsubprocess\.(Popen|run|call)\s{0,4}\(/
        $act4 = "marshal.loads("
        $act5 = /os\.chmod\s{0,3}\(/
    condition:
        filesize < 60KB and any of ($open*) and any of ($dec*) and any of ($act*)
}
