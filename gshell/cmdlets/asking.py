"""`call NAME -Ask`: the inputs of an endpoint, asked for one by one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from gshell.cmdlets.called import syntax_here
from gshell.cmdlets.types import describe_input
from gshell.engine.complete import one_line
from gshell.engine.errors import Mismatch, ShellError
from gshell.engine.serialize import to_json
from gshell.engine.values import Value, is_file, parse_number, to_text
from gshell.gradio.errors import GradioError
from gshell.gradio.examples import read_examples
from gshell.language.quote import quote

if TYPE_CHECKING:
    from gshell.engine.context import Context
    from gshell.gradio.app import App
    from gshell.gradio.schema import GradioApi
    from gshell.gradio.schema import Parameter as Input

_SHOWN_WIDTH = 60
_SHOWN_CHOICES = 20
_SHOWN_EXAMPLES = 9
_EMPTY = ("''", '""')
"""What stands for an empty text, which Enter alone cannot be."""


def check_answerable(context: Context, endpoint: GradioApi) -> None:
    """Refuse to ask where nobody can answer."""
    if not context.host.interactive:
        raise ShellError(
            "ConfirmNeeded",
            f"-Ask asks for the inputs of {endpoint.name}, and there is nobody to ask",
            hint=f"give them by name: {syntax_here(context, endpoint)}",
        )


def ask_inputs(
    context: Context, app: App, endpoint: GradioApi, given: Mapping[str, Value]
) -> dict[str, Value]:
    """Give all inputs of a call: those that are given, and what the person answers for the rest.

    An input that is left as the app has it is left out.
    """
    inputs = dict(given)
    if any(one.name not in inputs for one in endpoint.parameters):
        context.host.write(one_line(f"{endpoint.name}: {endpoint.description}".rstrip(": ")))
        inputs |= _example(context, app, endpoint, given)
    for parameter in endpoint.parameters:
        if parameter.name not in inputs:
            answer = _Question(context, parameter, _sample(app, endpoint, parameter)).ask()
            if answer is not _UNSET:
                inputs[parameter.name] = answer
    _teach(context, endpoint, inputs)
    return inputs


_UNSET = object()


def _teach(context: Context, endpoint: GradioApi, inputs: Mapping[str, Value]) -> None:
    """Say how to make the same call without being asked, where that can be typed."""
    words = [context.word] if context.cmdlet.fixed else [context.word, quote(endpoint.name)]
    for one in endpoint.parameters:
        if one.name in inputs:
            value = _argument(inputs[one.name])
            if value is None or not one.name.isidentifier():
                return
            words += [f"-{one.name}", value]
    context.host.write(one_line(f"the same without questions: {' '.join(words)}"))


def _argument(value: Value) -> str | None:
    """Write a value as it can be typed after a command; None if it cannot."""
    if is_file(value):
        return None
    if isinstance(value, list) and value:
        items = [_argument(one) for one in value]
        return None if None in items else ",".join(map(str, items))
    if isinstance(value, (dict, list)):
        return quote(to_json(value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return to_text(value) if isinstance(value, (int, float)) else quote(to_text(value))


# The app's own examples.


def _example(
    context: Context, app: App, endpoint: GradioApi, given: Mapping[str, Value]
) -> dict[str, Value]:
    """Let one of the app's examples be picked; what it says of inputs that are given is left out.

    Its values are the app's own, and go back as they came.
    """
    free = (
        {name: value for name, value in row.items() if name not in given}
        for row in read_examples(app.config, endpoint)
    )
    rows = [row for row in free if row][:_SHOWN_EXAMPLES]
    if not rows:
        return {}
    context.host.write("examples:")
    for number, row in enumerate(rows, 1):
        context.host.write(f"  {number}) {one_line(', '.join(map(_shown, row.values())))}")
    which = "1" if len(rows) == 1 else f"1-{len(rows)}"
    question = f"example {which}, or Enter to type your own: "
    while answer := context.host.ask(question).strip():
        place = _place(answer, len(rows))
        if place is not None:
            return rows[place]
        context.host.write(f"there is no example {one_line(answer)}")
    return {}


def _sample(app: App, endpoint: GradioApi, parameter: Input) -> str:
    """Give what the app says a value may look like, where the type alone does not tell."""
    if parameter.type not in ("object", "array", "any"):
        return ""
    described = app.info.get("named_endpoints", {}).get(f"/{endpoint.name}", {})
    for one in described.get("parameters", ()):
        if one.get("parameter_name") == parameter.name and one.get("example_input") is not None:
            return _shown(one["example_input"])
    return ""


# One question.


class _Question:
    """One input, until its answer fits."""

    def __init__(self, context: Context, parameter: Input, sample: str) -> None:
        self.host = context.host
        self.parameter = parameter
        self.sample = sample
        self.choices = parameter.choices or []

    def ask(self) -> Value:
        """Ask until the answer fits; `_UNSET` for the app's own value."""
        for line in self._explained():
            self.host.write(line)
        while True:
            text = self.host.ask(self._words)
            if not text.strip():
                if not self.parameter.required:
                    return _UNSET
                self.host.write(f"{one_line(self.parameter.name)} needs a value{self._empty_hint}")
                continue
            try:
                return self._value(text)
            except Mismatch as error:
                self.host.write(one_line(error.message))
            except GradioError as error:
                self.host.write(one_line(error.message.removeprefix("-")))

    def _explained(self) -> Iterator[str]:
        if self.choices:
            words = [to_text(one) for one in self.choices[:_SHOWN_CHOICES]]
            if self._is_numbered:
                words = [f"{number}) {word}" for number, word in enumerate(words, 1)]
            more = len(self.choices) - _SHOWN_CHOICES
            rest = f"  and {more} more" if more > 0 else ""
            yield one_line(f"{self.parameter.name}: {'  '.join(words)}") + rest

    @property
    def _words(self) -> str:
        """Give the question: `steps (number, 1-50) [20]: `."""
        one = self.parameter
        notes = [describe_input(one), f"such as {self.sample}" if self.sample else ""]
        if not self.choices:
            notes.insert(0, "y or n" if one.type == "boolean" else one.type)
        elif one.type == "choices":
            notes.insert(0, "several with commas")
        said = "; ".join(note for note in notes if note)
        default = "" if one.required else f" [{_default(one)}]"
        return one_line(f"{one.name} ({said})" if said else one.name) + f"{one_line(default)}: "

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

    def _value(self, text: str) -> Value:
        kind = self.parameter.type
        if kind == "string":
            return self._converted("" if text.strip() in _EMPTY else text)
        text = text.strip()
        if kind == "boolean":
            return self._converted(_TRUTHS.get(text.lower(), text))
        if kind == "choice":
            return self._converted(self._meant(text))
        is_list = kind in ("choices", "array", "files")
        if is_list and (self.parameter.form is None or self.parameter.takes_files):
            return self.parameter.convert(self._several(text))
        return self._converted(text)

    def _converted(self, text: str) -> Value:
        return self.parameter.convert(text, text=text)

    def _several(self, text: str) -> Value:
        """Read a list: as JSON, else what stands between commas."""
        if text.startswith("["):
            try:
                return json.loads(text)
            except ValueError:
                pass  # a text that begins so
        words = [word.strip() for word in text.split(",")]
        return [self._meant(word) for word in words if word]

    def _meant(self, word: str) -> str:
        """Give the choice that a number or a beginning stands for; the word itself if none does."""
        texts = [to_text(one) for one in self.choices]
        if word in texts:
            return word
        place = _place(word, len(texts))
        if self._is_numbered and place is not None:
            return texts[place]
        if self._is_numbered and isinstance(parse_number(word), int):
            raise Mismatch(f"{self.parameter.name} has no choice {word}")
        begun = [one for one in texts if one.lower().startswith(word.lower())]
        return begun[0] if len(begun) == 1 else word


_TRUTHS = {"y": "true", "yes": "true", "n": "false", "no": "false"}


def _place(answer: str, count: int) -> int | None:
    """Read a number from 1 to `count` as a place from 0; None if it is none."""
    number = parse_number(answer)
    return number - 1 if isinstance(number, int) and 1 <= number <= count else None


def _default(parameter: Input) -> str:
    if parameter.default in (None, "", []):
        return "nothing"
    if isinstance(parameter.default, bool):
        return "y" if parameter.default else "n"
    return _shown(parameter.default)


def _shown(value: Any) -> str:
    """Show a value in a few words; of a file, its name."""
    if is_file(value):
        return to_text(value.get("orig_name") or value.get("path") or "a file")
    text = to_json(value) if isinstance(value, (list, dict)) else to_text(value)
    return text if len(text) <= _SHOWN_WIDTH else text[: _SHOWN_WIDTH - 1] + "\u2026"
