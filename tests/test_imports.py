"""Imports go one way, and what is not needed is not loaded."""

from __future__ import annotations

import ast
import gc
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "gshell"

ALLOWED = {
    "language": {"language"},
    "engine": {"engine", "language"},
    "gradio": {"gradio"},
    "cmdlets": {"cmdlets", "engine", "gradio", "language"},
    "render": {"render", "engine", "gradio"},
    "demo": {"demo"},
    "environment": set[str](),
    "config": {"engine", "environment"},
    "ending": {"engine"},
    "console": {"engine", "environment", "live", "render"},
    "live": {"environment", "gradio", "render"},
}
"""Which parts of the package each part may import; those not named may import all."""

ONLY: dict[str, str | tuple[str, ...]] = {
    "httpx": ("gradio/http.py", "gradio/connections.py"),
    "prompt_toolkit": "repl/",
    "gradio": "demo/",
}
"""Libraries that only these places may import."""


def imports(path: Path) -> Iterator[str]:
    gc.disable()  # a collection while a tree is made may break it: cpython's gh-106905
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    finally:
        gc.enable()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules() -> list[str]:
    return sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("module", modules())
def test_imports_go_one_way(module: str) -> None:
    part = module.split("/")[0].removesuffix(".py")
    if part not in ALLOWED:
        return
    own = {
        name.split(".")[1]
        for name in imports(PACKAGE / module)
        if name.startswith("gshell.") and not name.startswith("gshell.__")
    }
    assert own <= ALLOWED[part]


@pytest.mark.parametrize("module", modules())
def test_a_library_is_imported_in_its_place_only(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(PACKAGE / module)}
    for library, place in ONLY.items():
        assert library not in roots or module.startswith(place)


def loaded_after(arguments: list[str]) -> set[str]:
    """Run gshell in a new process and give the names of the modules it loaded."""
    program = (
        "import json, sys\n"
        "from gshell.main import main\n"
        f"try: main({arguments!r})\n"
        "except SystemExit: pass\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


HEAVY = {"httpx", "httpcore", "anyio", "prompt_toolkit", "rich", "pygments", "asyncio", "gradio"}
LIVE = {"gshell.live", "gshell.render.progress"}


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["-V"],
        ["--help"],
        ["-c", "1..3 | % { $_ * 2 } | select -First 2"],
        ["-c", "@{a=1; b=@(1,2)}", "--json"],
        ["-c", "no-such-command"],
        ["-c", "gcm | ft"],
    ],
)
def test_what_touches_no_app_loads_nothing_heavy(arguments: list[str]) -> None:
    assert loaded_after(arguments) & (HEAVY | LIVE) == set()


def test_version_loads_next_to_nothing_of_ours() -> None:
    ours = {name for name in loaded_after(["--version"]) if name.startswith("gshell")}
    assert ours == {"gshell", "gshell.exits", "gshell.main"}


def test_a_call_loads_neither_the_prompt_nor_tables(demo_app: str) -> None:
    loaded = loaded_after([demo_app, "-c", "call upper hi"])
    assert "httpx" in loaded
    assert loaded & {"prompt_toolkit", "rich.table", "pygments", "gradio"} == set()
    assert loaded & LIVE == {"gshell.live"}  # what draws is loaded where something is drawn
