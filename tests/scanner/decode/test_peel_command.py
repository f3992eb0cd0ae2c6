"""``meerkat peel``, as a process."""

import base64
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

PAYLOAD = b"import os\nprint('inert')\n# \x1b[31mred\x1b[0m \xe2\x80\xae reversed\n"
SOURCE = b"import base64\nexec(base64.b64decode('%s'))\n" % base64.b64encode(PAYLOAD)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.cli", "peel", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, encoding="utf-8")


def wheel(folder: Path) -> Path:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("pkg/__init__.py", SOURCE)
        archive.writestr("pkg/plain.py", b"x = 1\n")
    file = folder / "pkg-1.0-py3-none-any.whl"
    file.write_bytes(out.getvalue())
    return file


def test_a_single_file_shows_its_layers(tmp_path: Path) -> None:
    file = tmp_path / "setup.py"
    file.write_bytes(SOURCE)
    answer = run(str(file))
    assert answer.returncode == 0
    assert "as stored" in answer.stdout
    assert "base64  " in answer.stdout
    assert "line 2" in answer.stdout


def test_a_layers_text_is_shown_with_its_control_characters_escaped(tmp_path: Path) -> None:
    answer = run(str(wheel(tmp_path)), "pkg/__init__.py", "--layer", "1")
    assert answer.returncode == 0
    assert "print('inert')" in answer.stdout
    assert "\x1b" not in answer.stdout
    assert "\\x1b[31mred" in answer.stdout
    assert "\\u202e" in answer.stdout


def test_members_without_decoded_layers_are_listed_on_request(tmp_path: Path) -> None:
    file = wheel(tmp_path)
    assert "plain.py" not in run(str(file)).stdout
    assert "plain.py" in run(str(file), "--all").stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == [file.name]


def test_what_is_not_there_is_said_with_exit_two(tmp_path: Path) -> None:
    file = wheel(tmp_path)
    assert run(str(file), "nothing.py").returncode == 2
    assert run(str(file), "--layer", "99").returncode == 2
    assert run(str(tmp_path / "missing.whl")).returncode == 2


def test_a_package_that_one_stands_in_is_not_imported_and_learns_no_token(tmp_path: Path) -> None:
    (tmp_path / "setup.py").write_bytes(SOURCE)
    for name in ("msgspec", "hyperscan", "scanner"):
        (tmp_path / f"{name}.py").write_text("import os\nprint('EXECUTED', os.environ)\n", "utf-8")
    # The parent is started as the installed script is, whose folder is its own.
    answer = subprocess.run(
        [sys.executable, "-P", "-m", "bot.cli", "peel", "setup.py"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3]), "MEERKAT_REPORT__TOKEN": "pypi-secret"},
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "base64  " in answer.stdout
    assert "EXECUTED" not in answer.stdout


def test_a_name_that_is_no_text_is_no_failure(tmp_path: Path) -> None:
    file = wheel(tmp_path).rename(tmp_path / os.fsdecode(b"\xff.whl"))
    answer = run(str(file), "--all")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert run(str(file), os.fsdecode(b"\xfe")).returncode == 2
