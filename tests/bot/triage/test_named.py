"""What people type, or paste, when they mean a project."""

import pytest

from bot.triage.named import named


@pytest.mark.parametrize(
    ("text", "project", "version"),
    [
        (" Example_Pkg ", "example-pkg", None),
        ("examplepkg==1.0", "examplepkg", "1.0"),
        ("examplepkg == 1.0", "examplepkg", "1.0"),
        ("examplepkg 1.0", "examplepkg", "1.0"),
        ("https://index.example.org/project/ExamplePkg/", "examplepkg", None),
        ("https://index.example.org/project/examplepkg/1.0/#files", "examplepkg", "1.0"),
        ("inspector.example.org/project/examplepkg/1%212.0/packages/ab/cd/x.whl/", "examplepkg", "1!2.0"),
        ("https://index.example.org/simple/examplepkg", "examplepkg", None),
    ],
)
def test_a_name_a_release_or_a_page_names_a_project(text: str, project: str, version: str | None) -> None:
    meant = named(text)
    assert (meant.project, meant.version, meant.sound) == (project, version, True)


@pytest.mark.parametrize("text", ["", " ", "@everyone", "\u202eexe", "https://example.org/other/page", "==1.0"])
def test_what_can_be_no_project_is_told_apart(text: str) -> None:
    assert not named(text).sound
