"""What is loaded to show something; each case runs in an interpreter of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, sys
from gshell.render.display import Display
from tests.render.samples import Call
before = set(sys.modules)
values = {values}
display = Display(terminal={terminal}, colour={terminal})
text = "".join(map(display.show, values)) + display.finish()
assert text.strip()
print(json.dumps(sorted(set(sys.modules) - before if {only_new} else sys.modules)))
"""


def loaded(values: str, *, terminal: bool = False, only_new: bool = False) -> set[str]:
    program = PROGRAM.format(values=values, terminal=terminal, only_new=only_new)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=30
    )
    return set(json.loads(done.stdout))


SCALARS = "[1, 'grüße', True, 2.5]"
RESULTS = "[Call().result('generating', 'a'), Call().result('complete', {'k': ['v']})]"
TABLE = "[{'Name': 'a', 'Text': 'grüße, two\\nlines ' * 20}]"


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("values", [SCALARS, RESULTS, TABLE])
def test_most_values_need_no_rich(values: str, terminal: bool) -> None:
    names = {name.split(".")[0] for name in loaded(values, terminal=terminal)}
    assert not names & {"rich", "httpx", "prompt_toolkit", "pygments", "gradio"}


def test_wide_letters_need_only_the_part_of_rich_that_measures_them() -> None:
    names = loaded("[{'a': '日本'}]", terminal=True)
    assert "rich.cells" in names
    assert not names & {"rich.console", "rich.table", "rich.segment"}


def test_numbers_and_text_need_no_tables() -> None:
    new = loaded(SCALARS, only_new=True)
    assert not {name for name in new if name.startswith("gshell.render")}
