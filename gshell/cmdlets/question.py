"""One question of `call NAME -Ask`: what is asked for an input, and the answer that fits it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from gshell.cmdlets.types import InputValue, describe_input, takes
from gshell.engine.complete import one_line
from gshell.engine.errors import Mismatch
from gshell.engine.serialize import to_json
from gshell.engine.types import Candidate
from gshell.engine.values import Value, is_file, parse_number, to_text
from gshell.gradio.errors import GradioError

if TYPE_CHECKING:
    from gshell.engine.context import Context
    from gshell.gradio.schema import Parameter as Input

_SHOWN_WIDTH = 60
_SHOWN_CHOICES = 20
_LONGEST = 64
"""Characters of a question; what would make it longer is said on lines before it."""
_EMPTY = ("''", '""')
"""What stands for an empty text, which Enter alone cannot be."""


class Answer(NamedTuple):
    """What was answered: the value to send, and what was typed for it, a text or a list of such."""

    value: Value
    typed: Value


class Question:
    """One input, until its answer fits."""

    def __init__(self, context: Context, parameter: Input, sample: str) -> None:
        self.host = context.host
        self.shell = context.shell
        self.parameter = parameter
        self.sample = sample
        self.choices = parameter.choices or []

    def ask(self) -> Answer | None:
        """Ask until the answer fits; None for the app's own value."""
        words = self._words()
        for line in (*self._explained(), *words[:-1]):
            self.host.write(line)
        while True:
            text = self.host.ask(words[-1], self._completed)
            if not text.strip():
                if not self.parameter.required:
                    return None
                self.host.write(f"{one_line(self.parameter.name)} needs a value{self._empty_hint}")
                continue
            try:
                return self._answer(text)
            except Mismatch as error:
                self.host.write(one_line(error.message))
            except GradioError as error:
                self.host.write(one_line(error.message.removeprefix("-")))

    # What is asked.

    def _explained(self) -> Iterator[str]:
        if self.choices:
            words = [to_text(one) for one in self.choices[:_SHOWN_CHOICES]]
            if self._is_numbered:
                words = [f"{number}) {word}" for number, word in enumerate(words, 1)]
            more = len(self.choices) - _SHOWN_CHOICES
            rest = f"  and {more} more" if more > 0 else ""
            yield one_line(f"{self.parameter.name}: {'  '.join(words)}") + rest

    def _words(self) -> list[str]:
        """Give the question, as `steps (number; 1-50) [20]: `; a long one in several lines."""
        one = self.parameter
        kind, described = self._kind(), describe_input(one)
        default = "" if one.required else _default(one)
        notes = [kind, described, f"such as {self.sample}" if self.sample else ""]
        short = _question(one.name, notes, default)
        if len(short) <= _LONGEST:
            return [short]
        lines = [described, *notes[2:], f"Enter takes {default}" if len(default) > 20 else ""]
        last = _question(one.name, [kind], "" if lines[-1] else default)
        return [*(f"  {one_line(line)}" for line in lines if line), last]

    def _kind(self) -> str:
        one = self.parameter
        if self.choices:
            return "several with commas" if one.type == "choices" else ""
        if one.type == "boolean":
            return "y or n"
        return "" if takes(one) else one.type

    @property
    def _empty_hint(self) -> str:
        is_text = self.parameter.type == "string"
        return "; '' stands for an empty text" if is_text else ""

    @property
    def _is_numbered(self) -> bool:
        """Whether a number may stand for a choice: not where choices are numbers themselves."""
        return bool(self.choices) and all(
            parse_number(to_text(one)) is None for one in self.choices
        )

    def _completed(self, typed: str) -> Iterable[Candidate]:
        """Complete the answer, or the last word of one that may be several with commas."""
        word = typed
        if self._takes_several:
            word = typed[typed.rfind(",") + 1 :].lstrip()
        before = typed.removesuffix(word)
        for one in InputValue(self.parameter).complete_typed(word, self.shell):
            yield Candidate(before + one.text, one.note)

    # What is answered.

    @property
    def _takes_several(self) -> bool:
        """Whether commas stand between several values."""
        one = self.parameter
        is_list = one.type in ("choices", "array", "files")
        return is_list and (one.form is None or one.takes_files)

    def _answer(self, text: str) -> Answer:
        kind = self.parameter.type
        if kind == "string":
            return self._converted("" if text.strip() in _EMPTY else text)
        text = text.strip()
        self._check_json(text)
        if kind == "boolean":
            return self._converted(_TRUTHS.get(text.lower(), text))
        if kind == "choice":
            return self._converted(self._meant(text))
        if not self._takes_several:
            return self._converted(text)
        values = self._several(text)
        is_plain = isinstance(values, list) and not any(
            isinstance(one, (dict, list)) for one in values
        )
        return Answer(self.parameter.convert(values), values if is_plain else text)

    def _converted(self, text: str) -> Answer:
        return Answer(self.parameter.convert(text, text=text), text)

    def _check_json(self, text: str) -> None:
        """Refuse what begins as JSON and is none, where nothing else begins so."""
        one = self.parameter
        may_be_text = one.takes_files or (one.form is not None and one.form.takes_text)
        if text[:1] not in ("{", "[") or may_be_text or one.type not in ("any", "array", "object"):
            return
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            reason = getattr(error, "msg", "nested too deeply").lower()
            what = f"{one.name} begins as JSON and is none: {reason}"
            raise Mismatch(f'{what}; a text that begins so is written as "..."') from None

    def _several(self, text: str) -> Value:
        """Read a list: as JSON, else what stands between commas."""
        if text.startswith("["):
            try:
                return json.loads(text)
            except (ValueError, RecursionError):
                pass  # the name of a file that begins so
        words = [word.strip() for word in text.split(",")]
        return [self._meant(word) for word in words if word]

    def _meant(self, word: str) -> str:
        """Give the choice that a number or a beginning stands for; the word itself if none does."""
        texts = [to_text(one) for one in self.choices]
        if word in texts:
            return word
        place = read_place(word, len(texts))
        if self._is_numbered and place is not None:
            return texts[place]
        if self._is_numbered and isinstance(parse_number(word), int):
            raise Mismatch(f"{self.parameter.name} has no choice {word}")
        begun = [one for one in texts if one.lower().startswith(word.lower())]
        return begun[0] if len(begun) == 1 else word


_TRUTHS = {"y": "true", "yes": "true", "n": "false", "no": "false"}


def read_place(answer: str, count: int) -> int | None:
    """Read a number from 1 to `count` as a place from 0; None if it is none."""
    number = parse_number(answer)
    return number - 1 if isinstance(number, int) and 1 <= number <= count else None


def brief(value: Any) -> str:
    """Show a value in a few words; of a file, its name."""
    if is_file(value):
        return to_text(value.get("orig_name") or value.get("path") or "a file")
    text = to_json(value) if isinstance(value, (list, dict)) else to_text(value)
    return text if len(text) <= _SHOWN_WIDTH else text[: _SHOWN_WIDTH - 1] + "\u2026"


def _question(name: str, notes: Iterable[str], default: str) -> str:
    said = "; ".join(note for note in notes if note)
    question = f"{name} ({said})" if said else name
    return one_line(f"{question} [{default}]" if default else question) + ": "


def _default(parameter: Input) -> str:
    if parameter.default in (None, "", []):
        return "nothing"
    if isinstance(parameter.default, bool):
        return "y" if parameter.default else "n"
    return brief(parameter.default)
