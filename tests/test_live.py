"""The lines of running calls on a terminal, between all else that is written there."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Callable

import pyte
import pytest

from gshell.cmdlets.underway import Underway
from gshell.console import Console
from gshell.engine.host import tell_nothing
from gshell.environment import Environment
from gshell.live import Live
from gshell.render.cells import width
from tests.cmdlets.patience import wait_until
from tests.running import Running, bar

COLUMNS, LINES = 70, 12


class Window(io.StringIO):
    """A terminal that both streams write to, as a person sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.screen = pyte.Screen(COLUMNS, LINES)
        self.screen.set_mode(pyte.modes.LNM)
        self.stream = pyte.Stream(self.screen)
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        self.stream.feed(text)
        return len(text)

    @property
    def lines(self) -> list[str]:
        """Give the lines on the screen, with all lengths of time made equal."""
        lines = [line.rstrip() for line in self.screen.display if line.strip()]
        return [re.sub(r"\b\d+\.\d s", "0.0 s", line) for line in lines]


@pytest.fixture(autouse=True)
def size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(COLUMNS))
    monkeypatch.setenv("LINES", str(LINES))


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show calls from their beginning, and say of each how it ended."""
    monkeypatch.setattr("gshell.live._UNSEEN_SECONDS", -1.0)
    monkeypatch.setattr("gshell.live._WORTH_SECONDS", 0.0)
    monkeypatch.setattr("gshell.live._SETTLE_SECONDS", -1.0)


class Stage:
    """A console on a window, which draws only when the test says so."""

    def __init__(self, console: Console, window: Window) -> None:
        self.console = console
        self.window = window

    @property
    def live(self) -> Live:
        assert self.console._live is not None
        return self.console._live

    def tick(self) -> list[str]:
        """Draw, and give what is on the screen."""
        with self.live._lock:
            self.live._draw()
        return self.window.lines


def nothing() -> None:
    """Tell nothing."""


Make = Callable[..., Stage]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr("gshell.live._TICK", 0.001)
    monkeypatch.setattr("gshell.live.Live._run", lambda _: None)  # the test draws

    def set_up(typed: str = "", piped: bool = False, **variables: str) -> Stage:
        window = Window()
        out = io.StringIO() if piped else window
        environment = Environment(io.StringIO(typed), out, window, variables, color=False)
        return Stage(Console(environment), window)

    return set_up


def test_a_call_has_a_line_while_it_is_watched(make: Make) -> None:
    stage, call = make(), Running()
    call.queue(1, 3, 12)
    with stage.console.watching(call.event, nothing):
        assert stage.tick() == ["gen  queue 2/3, eta 12 s  0.0 s"]
        call.start()
        call.progress(bar(index=5, length=10, desc="denoising"))
        assert stage.tick() == ["gen  [##########..........]  5/10 steps  denoising  0.0 s"]
    assert stage.window.lines == []
    assert stage.window.screen.cursor.x == 0


def test_a_call_is_seen_while_it_is_sent_and_from_then_on(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gshell.live._HANDOVER_SECONDS", 60.0)
    stage, call, next_call = make(), Running(), Running()
    with stage.console.watching(Underway("gen"), nothing):
        assert stage.tick() == ["gen  sending  0.0 s"]
    monkeypatch.setattr("gshell.live._UNSEEN_SECONDS", 1000.0)
    call.start()
    with stage.console.watching(call.event, nothing) as watch:
        assert stage.tick() == ["gen  running  0.0 s"]
        call.end("a")
        watch.results += len(call.take())
    monkeypatch.setattr(stage.live, "_given_up_at", 0.0)
    with stage.console.watching(next_call.event, nothing):
        assert stage.tick() == ["gen: complete, 1 result in 0.0 s"]


def test_where_nothing_is_drawn_a_call_that_tells_nothing_needs_no_thread(make: Make) -> None:
    stage = make(TERM="dumb")
    with stage.console.watching(Underway("gen"), tell_nothing):
        assert stage.live._ticker is None
    with stage.console.watching(Running().event, nothing):
        assert stage.live._ticker is not None


def test_its_end_is_one_line_that_stays(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing) as watch:
        stage.tick()
        call.give("a")
        call.end("a")
        watch.results += len(call.take())
    assert stage.window.lines == ["gen: complete, 2 results in 0.0 s"]


def test_a_failed_call_is_not_told_to_be_complete(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing) as watch:
        stage.tick()
        call.fail("no")
        watch.results += len(call.take())
    assert stage.window.lines == ["gen: error, 1 result in 0.0 s"]


def test_a_call_that_goes_on_leaves_nothing(make: Make) -> None:
    stage, call = make(), Running()
    watch = stage.console.watching(call.event, nothing)
    with pytest.raises(KeyboardInterrupt), watch:
        raise KeyboardInterrupt(stage.tick())
    assert stage.window.lines == []


def test_a_call_that_was_never_drawn_leaves_nothing(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        call.end("a")
        call.take()
    assert stage.window.written == ""


def test_short_calls_are_not_shown(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gshell.live._UNSEEN_SECONDS", 3600.0)
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        assert stage.tick() == []


def test_those_shown_shortly_have_no_line_about_their_end(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gshell.live._WORTH_SECONDS", 3600.0)
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        call.end("a")
        call.take()
    assert stage.window.lines == []


@pytest.mark.parametrize("piped", [False, True])
def test_what_is_printed_stands_above_it(make: Make, piped: bool) -> None:
    stage, call = make(piped=piped), Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        stage.console.note("one")
        stage.console.show("two")
        stage.console.warning("three")
        lines = stage.tick()
    shown = ["one", "warning: three"] if piped else ["one", "two", "warning: three"]
    assert lines[:-1] == shown
    assert lines[-1].startswith("gen  waiting  ")
    assert stage.window.lines == shown


def test_it_comes_back_at_once_after_what_is_printed(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        stage.console.note("one")
        assert len(stage.window.lines) == 2


def test_it_does_not_come_back_after_each_of_many_writes(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gshell.live._SETTLE_SECONDS", 3600.0)
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        for _ in range(100):
            stage.console.show("x")
        assert stage.window.written.count("gen  ") == 1


def test_an_open_line_is_left_alone(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        stage.console.write("half a", end="")
        assert stage.tick() == ["half a"]
        stage.console.write(" line")
        assert len(stage.tick()) == 2
        assert stage.window.lines[0] == "half a line"


def test_a_text_that_grows_is_left_alone(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        for text in ("Hel", "Hello"):
            call.give(text)
            stage.console.show(next(call.event.updates()))
            assert stage.tick() == [text]
        stage.console.finish()
    assert stage.window.written == "Hello\n"


def test_a_question_is_left_alone(make: Make) -> None:
    stage, call = make("Ann\n"), Running()
    stage.console.interactive = True
    with stage.console.watching(call.event, nothing):
        stage.tick()
        stage.console.write("name? ", end="")
        assert stage.tick() == ["name?"]
        assert stage.console.ask("") == "Ann"
        stage.window.write("\n")  # as the terminal does when Enter is pressed
        assert len(stage.tick()) == 2


def test_a_password_is_asked_for_on_a_line_of_its_own(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage, call = make(), Running()
    stage.console.interactive = True

    def answer(question: str, stream: Window) -> str:
        stream.write(question)
        assert stage.tick() == ["password?"]
        stream.write("\n")
        return "secret"

    monkeypatch.setattr("getpass.getpass", answer)
    with stage.console.watching(call.event, nothing):
        stage.tick()
        assert stage.console.secret("password? ") == "secret"
        assert len(stage.tick()) == 2


def test_an_emptied_screen_has_only_the_line(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.console.note("one")
        stage.tick()
        stage.console.clear()
        assert len(stage.tick()) == 1
    assert stage.window.lines == []


def test_the_newest_result_is_shown_where_it_is_not_printed(make: Make) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        call.give("first words")
        call.take()
        assert stage.tick()[0].endswith(" s  first words")
        call.give("second words")
        call.take()
        assert stage.tick()[0].endswith(" s  second words")
        stage.console.show("something")
        assert stage.tick()[1].endswith(" s")


def test_the_newest_result_is_shown_beside_a_piped_output(make: Make) -> None:
    stage, call = make(piped=True), Running()
    with stage.console.watching(call.event, nothing):
        call.give("words")
        stage.console.show(call.take()[0])
        assert stage.tick()[0].endswith(" s  words")


def test_several_calls_have_several_lines(make: Make) -> None:
    stage, calls = make(), [Running(f"call{number}") for number in range(9)]
    watches = [stage.console.watching(call.event, nothing) for call in calls]
    for watch in watches:
        watch.__enter__()
    lines = stage.tick()
    assert [line.split()[0] for line in lines] == [f"call{number}" for number in range(6)] + ["and"]
    assert lines[-1] == "and 3 more"
    stage.console.note("above")
    assert stage.window.lines[0] == "above"
    assert len(stage.window.lines) == 8
    for watch in watches[:8]:
        watch.__exit__(None, None, None)
    assert [line.split()[0] for line in stage.tick()] == ["above", "call8"]
    watches[8].__exit__(None, None, None)
    assert stage.window.lines == ["above"]


def test_the_lines_never_take_the_whole_window(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "4")
    stage = make()
    for number in range(9):
        stage.console.watching(Running(f"call{number}").event, nothing).__enter__()
    assert stage.tick()[-1] == "and 7 more"
    assert len(stage.window.lines) == 3


def test_a_window_made_narrower_is_left_clean(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    stage, call = make(), Running()
    with stage.console.watching(call.event, nothing):
        stage.console.note("above")
        call.start()
        call.progress(bar(index=1, length=2, desc="denoising"))
        wide = width(stage.tick()[-1])
        monkeypatch.setenv("COLUMNS", "20")
        stage.window.screen = pyte.Screen(20, LINES)
        stage.window.screen.set_mode(pyte.modes.LNM)
        stage.window.stream = pyte.Stream(stage.window.screen)
        stage.window.stream.feed(f"above\n{'x' * wide}")  # what a terminal makes of it
        assert stage.tick() == ["above", "gen  1/2 steps  0.0 s"[:18] + "\u2026"]
    assert stage.window.lines == ["above"]


@pytest.mark.parametrize("variables", [{"TERM": "dumb"}, {"NO_COLOR": "1", "TERM": "xterm"}])
def test_terminals_that_cannot_draw_are_left_alone(make: Make, variables: dict[str, str]) -> None:
    stage, call = make(**variables), Running()
    with stage.console.watching(call.event, nothing):
        assert len(stage.tick()) == (variables["TERM"] != "dumb")


@pytest.mark.usefixtures("make")
def test_nothing_is_drawn_where_there_is_no_terminal() -> None:
    err = io.StringIO()
    stage = Stage(Console(Environment(io.StringIO(), io.StringIO(), err, {})), Window())
    call = Running()
    with stage.console.watching(call.event, nothing):
        stage.tick()
        call.end("a")
        call.take()
    assert err.getvalue() == ""


def test_the_end_of_a_statement_ends_what_could_not_be_stopped(make: Make) -> None:
    stage, call = make(), Running()
    watch = stage.console.watching(call.event, nothing)
    with watch:
        stage.tick()
        stage.console.finish()
        assert stage.tick() == []
        call.end("a")
        call.take()
    assert stage.window.lines == []


# The thread that draws.


def test_calls_tell_and_are_drawn_now_and_then_until_they_end() -> None:
    window = Window()
    environment = Environment(io.StringIO(), window, window, {}, color=False)
    console, call = Console(environment), Running()
    told = threading.Event()
    with console.watching(call.event, told.set):
        wait_until(lambda: window.lines)
        assert told.wait(20)
        told.clear()
        assert told.wait(20)
    assert window.lines == []


def test_the_thread_goes_when_there_is_nothing_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gshell.live._TICK", 0.001)
    console = Console(Environment(io.StringIO(), io.StringIO(), io.StringIO(), {}))
    call = Running()
    for _ in range(3):
        before = set(threading.enumerate())
        with console.watching(call.event, nothing), console.watching(call.event, nothing):
            (thread,) = set(threading.enumerate()) - before
        thread.join(20)
        assert not thread.is_alive()


def test_a_terminal_that_goes_away_ends_neither_the_call_nor_the_thread() -> None:
    class Gone(Window):
        def write(self, text: str) -> int:
            gone.set()
            raise BrokenPipeError(text)

    gone, told = threading.Event(), threading.Event()
    window = Gone()
    console = Console(Environment(io.StringIO(), io.StringIO(), window, {}, color=False))
    with console.watching(Running().event, told.set):
        assert gone.wait(20)
        told.clear()
        assert told.wait(20)
