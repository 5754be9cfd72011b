"""Names from a server: whatever they are, the file ends up directly in the folder."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from gshell.gradio.filenames import harmless, numbered, split_end

_SIGNS = st.one_of(st.characters(), st.sampled_from('./\\:*?"<>| -~\u202e\u200b\0\n'))
_DEVICES = st.sampled_from(["CON", "nul", "aux.txt", "COM1", "lpt\u00b9 .x", "CONIN$", "con ."])


@given(st.one_of(st.text(_SIGNS, max_size=400), _DEVICES))
@example("a" * 200 + "." + "b" * 30)
@example("\U0001f600" * 100 + ".png")
@example(" .. ")
@example("." * 300)
@example("x" * 199 + ". .png")
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    made = harmless(name, "file.bin")
    for kind in (PurePosixPath, PureWindowsPath):
        assert kind("folder", made).parent == kind("folder")
        assert kind("folder", made).name == made
    assert not PureWindowsPath(made).is_reserved()
    assert 0 < len(made.encode()) <= 255
    assert len(numbered(made, 99_999).encode()) <= 255
    assert made.isprintable()
    assert made[0] not in ".- "
    assert made[-1] not in ". "
    assert harmless(made, "other") == made


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("car.png", "car.png"),
        ("n\u00e4m\u00e9 \u00fc #1%.txt", "n\u00e4m\u00e9 \u00fc #1%.txt"),
        ("../../x", "x"),
        ("/etc/passwd", "passwd"),
        ("C:\\x\\y.txt", "y.txt"),
        ("C:x.txt", "x.txt"),
        ("CON", "_CON"),
        ("NUL.txt", "_NUL.txt"),
        ("console.txt", "console.txt"),
        ("a\x00b\x1b[1m.txt", "a_b_[1m.txt"),
        ("\u202egnp.exe", "_gnp.exe"),
        ("...", "file.bin"),
        ("..", "file.bin"),
        ("", "file.bin"),
        ("a/", "file.bin"),
        ("name. . ", "name"),
        (".bashrc", "_.bashrc"),
        ("-rf", "_-rf"),
        ("a" * 300 + ".png", "a" * 196 + ".png"),
        ("e\u0301.txt", "\u00e9.txt"),
    ],
)
def test_a_name(name: str, made: str) -> None:
    assert harmless(name, "file.bin") == made


@pytest.mark.parametrize(
    ("name", "second"),
    [("car.png", "car-2.png"), ("car", "car-2"), ("a.b c", "a.b c-2"), ("_.rc", "_-2.rc")],
)
def test_a_number_stands_before_the_ending(name: str, second: str) -> None:
    assert numbered(name, 2) == second
    assert "".join(split_end(name)) == name


def test_a_made_name_can_be_used(tmp_path: Path) -> None:
    for name in ("CON", "a" * 300, "../x", "\u202e"):
        path = tmp_path / harmless(name, "file")
        path.write_text("x")
        assert path.parent.resolve() == tmp_path.resolve()
