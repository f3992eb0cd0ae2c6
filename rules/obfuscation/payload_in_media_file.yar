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
        $open1 = "Image.open"
        $open2 = "wave.open"
        $open3 = /(\.png|\.jpg|\.jpeg|\.gif|\.bmp|\.ico|\.wav|\.mp3|\.svg)['"]\)?, {0,2}['"]rb/
        $open4 = "readframes("
        $open5 = "lsb.reveal("
        $dec1_1 = "b64decode("
        $dec1_2 = "decompress("
        $dec1_3 = "decrypt("
        $dec1_4 = "fromhex("
        $dec1_5 = "unhexlify("
        $dec2_1 = "getdata("
        $dec2_2 = "getpixel"
        $act1 = /\b(exec\(|eval\()\s{0,4}\w/
        $act2_1 = "os.popen" fullword
        $act2_2 = "os.startfile("
        $act2_3 = "os.system("
        $act3_1 = "subprocess.Popen" fullword
        $act3_2 = "subprocess.call("
        $act3_3 = "subprocess.run("
        $act4 = "marshal.loads("
        $act5 = "os.chmod("
    condition:
        any of ($dec*) and any of ($act*) and for any of ($open*) : ( for any j in (1..#) : (
            any of ($dec*) in (@[j] - 200..@[j] + 800) and any of ($act*) in (@[j] - 200..@[j] + 1500)
        ) )
}
