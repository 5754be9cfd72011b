"""What was typed after a command, matched to its parameters.

Everything is matched and checked before any stage of the pipeline runs, so a typo in the third
stage costs nothing. Only what comes through the pipe is checked as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from gshell.engine import types as kinds
from gshell.engine.command import Cmdlet, Inputs, Parameter, match_parameter
from gshell.engine.common_parameters import (
    CHANGING,
    ERROR_ACTION,
    ERROR_VARIABLE,
    common_parameters,
)
from gshell.engine.context import Context
from gshell.engine.errors import (
    Mismatch,
    ShellError,
    StatementError,
    StoppingError,
    did_you_mean,
    record_of,
)
from gshell.engine.lookup import find_parameter, fixed_argument, positional, unfed
from gshell.engine.scope import automatic
from gshell.engine.secrecy import holds_secret
from gshell.engine.values import Bareword, Value, fold, get_member, member_names, to_text
from gshell.language.quote import quote


class Given(NamedTuple):
    """One thing typed after a command, evaluated: `-Name`, `-Name:value` or a value."""

    name: str | None  # None for a value without a name
    value: Value  # NOTHING for a name without a value
    start: int
    end: int
    splatted: bool = False  # from the map of a splat: a name that is typed as well wins


class _Nothing:
    __slots__ = ()


NOTHING = _Nothing()


class Bound:
    """A cmdlet with its arguments, ready to run."""

    __slots__ = ("arguments", "cmdlet", "context", "inputs")

    def __init__(self, cmdlet: Cmdlet, context: Context) -> None:
        self.cmdlet = cmdlet
        self.context = context
        self.arguments: dict[str, Value] = {}
        self.inputs: dict[str, Value] = {}

    def run(self, upstream: Iterator[Value] | None) -> Iterator[Value]:
        """Run the cmdlet on what the stage before it gives, or on nothing."""
        if upstream is None:
            return self.start()
        if self.cmdlet.reads_pipeline:
            return self.start(**{self.cmdlet.reads_pipeline: upstream})
        return self._run_each(upstream)

    def start(self, **piped: Value) -> Iterator[Value]:
        """Call the cmdlet's function."""
        arguments = {**self.arguments, **piped}
        if self.cmdlet.needs_context:
            arguments["context"] = self.context
        if self.cmdlet.dynamic is not None:
            arguments["inputs"] = self.inputs
        if self.cmdlet.reads_pipeline:
            arguments.setdefault(self.cmdlet.reads_pipeline, iter(()))
        return self.cmdlet.function(**arguments)

    def _run_each(self, upstream: Iterator[Value]) -> Iterator[Value]:
        parameter = self.cmdlet.piped
        assert parameter is not None
        for item in upstream:
            try:
                value = _convert(parameter, _meant(parameter, item), self.cmdlet)
                yield from self.start(**{parameter.key: value})
            except StoppingError:
                raise
            except Exception as error:  # one bad object must not end the pipeline
                self.context.error(error)


def bind(cmdlet: Cmdlet, given: Sequence[Given], context: Context, *, piped: bool) -> Bound:
    """Match what was typed to a cmdlet's parameters; raises ShellError where it does not fit."""
    return _Binder(cmdlet, given, context, piped=piped).bind()


def typed_common(parameter: Parameter, cmdlet: Cmdlet, given: Sequence[Given]) -> str:
    """Read a common parameter from what was typed, for errors that come before it is bound."""
    for place, one in enumerate(given):
        if one.name is None:
            continue
        if find_parameter(one.name, cmdlet, Inputs("")) is not parameter:
            continue
        named = given[place : place + 2] if one.value is NOTHING else [one]
        try:
            converted = parameter.type.convert(named[-1].value)
            if parameter is ERROR_VARIABLE:
                _refuse_automatic(converted)
            return converted or ""
        except Mismatch:
            return ""  # that is an error of its own, and binding tells it
    return ""


class _Binder:
    def __init__(
        self, cmdlet: Cmdlet, given: Sequence[Given], context: Context, *, piped: bool
    ) -> None:
        self.cmdlet = cmdlet
        self.given = given
        self.context = context
        self.piped = piped
        self.bound = Bound(cmdlet, context)
        if cmdlet.fixed is not None:
            self.bound.arguments.update(cmdlet.fixed(context))
        self.common = common_parameters(cmdlet)
        self.inputs = cmdlet.dynamic(context, self.peek) if cmdlet.dynamic else Inputs("")
        self.seen: set[int] = set()
        self.splatted: set[int] = set()

    def bind(self) -> Bound:
        self.bind_given()
        self.check_pipe()
        self.check_required()
        if self.cmdlet.check is not None:
            self.cmdlet.check(self.bound, self.piped)
        return self.bound

    # Names and values.

    def bind_given(self) -> None:
        free: list[Given] = []
        position = 0
        while position < len(self.given):
            one = self.given[position]
            position += 1
            if one.name is None:
                free.append(one)
                continue
            parameter = self.find(one)
            value = one.value
            following = self.given[position] if position < len(self.given) else None
            if value is NOTHING and following is not None and self.takes(parameter, following):
                value = following.value
                one = one._replace(start=following.start, end=following.end)
                position += 1
            self.set_named(parameter, value, one)
        self.bind_positions(free)

    def takes(self, parameter: Parameter, following: Given) -> bool:
        return following.name is None and parameter.type.takes_next(following.value)

    def set_named(self, parameter: Parameter, value: Value, one: Given) -> None:
        if value is NOTHING:
            if not parameter.type.flag:
                raise self.invalid(f"-{parameter.name} needs a value", one)
            value = True
        if one.splatted and id(parameter) in self.seen - self.splatted:
            return
        if id(parameter) in self.seen:
            raise self.invalid(f"-{parameter.name} is given twice", one)
        if one.splatted:
            self.splatted.add(id(parameter))
        self.set(parameter, value, one)

    def bind_positions(self, free: list[Given]) -> None:
        in_order = positional(self.cmdlet, self.inputs)
        places = [parameter for parameter in in_order if id(parameter) not in self.seen]
        if self.piped:
            places = unfed(self.cmdlet, places, len(free))
        free = _gathered(places, free)
        for parameter, one in zip(places, free, strict=False):
            self.set(parameter, one.value, one)
        if len(free) > len(places):
            raise self.surplus(places, free)

    def set(self, parameter: Parameter, value: Value, one: Given) -> None:
        self.seen.add(id(parameter))
        try:
            converted = _converted(parameter, value)
            if isinstance(parameter.type, kinds.VariableName):
                _refuse_automatic(converted)
        except Mismatch as mismatch:
            message = f"-{parameter.name} {mismatch.message}"
            raise self.invalid(message, one, mismatch.hint) from mismatch
        except Exception as error:  # a type may bring errors of its own; they belong to this place
            record = record_of(error)
            record.place(self.context.source, one.start, one.end)
            raise StatementError(record) from error
        if parameter in self.common:
            self.set_common(parameter, converted)
        elif parameter in self.inputs.parameters:
            self.bound.inputs[parameter.key] = converted
        else:
            self.bound.arguments[parameter.key] = converted

    def set_common(self, parameter: Parameter, value: Value) -> None:
        self.context.common[parameter.name] = value
        if parameter.name == "Verbose":
            self.context.verbose = value
        elif parameter is ERROR_ACTION:
            self.context.error_action = value or ""

    # Finding a parameter by its name.

    def find(self, one: Given) -> Parameter:
        name = one.name or ""
        found = find_parameter(name, self.cmdlet, self.inputs)
        if isinstance(found, Parameter):
            return found
        if found is None:
            raise self.unknown(one)
        fits = ", ".join(f"-{known}" for known in found)
        hint = self.context.shell.commands.argument_hint(self.cmdlet.name, f"-{name}")
        raise self.invalid(f"-{name} may be {fits}", one, hint or "type more of the name")

    def unknown(self, one: Given) -> ShellError:
        names = [
            known
            for parameter in (*self.inputs.parameters, *self.cmdlet.parameters, *self.common)
            for known in parameter.names
        ]
        commands = self.context.shell.commands
        hint = commands.argument_hint(self.cmdlet.name, f"-{one.name}")
        if not hint and match_parameter(one.name or "", CHANGING):
            hint = f"{self.context.word} changes nothing, so there is nothing to ask or to leave"
        hint = hint or did_you_mean(one.name or "", [f"-{name}" for name in names])
        if not hint and self.inputs.subject:
            named = [f"-{one.name}" for one in self.inputs.parameters if not one.hidden]
            hint = f"inputs: {' '.join(named)}" if named else "its values have no names"
            if not self.inputs.parameters:
                hint = self.takes_no_inputs
        return self.invalid(f"{self.subject} has no parameter -{one.name}", one, hint)

    def surplus(self, places: list[Parameter], free: list[Given]) -> ShellError:
        extra = free[len(places)]
        is_call, inputs = bool(self.inputs.subject), self.inputs.parameters
        if is_call and not inputs:
            message = f"{self.takes_no_inputs}; {kinds.shown(extra.value)} is one too many"
            return self.invalid(message, extra)
        last = places[-1] if places and (places[-1] in inputs or not is_call) else None
        texts = [to_text(one.value) for one in free[max(len(places) - 1, 0) :]]
        commands = self.context.shell.commands
        hint = commands.argument_hint(self.cmdlet.name, to_text(extra.value))
        joined = " ".join(texts)
        takes_text = last is not None and last.type.takes_text and not holds_secret(joined)
        if hint:
            pass  # a habit of another language
        elif last is not None and isinstance(last.type, kinds.ListOf):
            hint = f"several are written with commas: {', '.join(quote(one) for one in texts)}"
        elif takes_text and isinstance(extra.value, Bareword):
            hint = f"text with blanks needs quotes: {quote(joined)}"
        count = sum(one in inputs or not is_call for one in places)  # what is called is no value
        values = "no value" if count == 0 else "1 value" if count == 1 else f"{count} values"
        message = f"{self.subject} takes {values} without a name here"
        return self.invalid(f"{message}; {kinds.shown(extra.value)} is one too many", extra, hint)

    @property
    def takes_no_inputs(self) -> str:
        return f"{self.subject} takes no inputs"

    @property
    def subject(self) -> str:
        """Name what was called: the endpoint if the parameters are its inputs, else the command."""
        return self.inputs.subject or self.context.word

    def peek(self, name: str) -> Value:
        """Read a value given for one of the cmdlet's own parameters, before anything is bound."""
        known = fixed_argument(name, self.bound.arguments)
        if known is not None:
            return known
        wanted = next(one for one in self.cmdlet.parameters if one.name == name)
        free: list[Value] = []
        position = 0
        while position < len(self.given):
            one = self.given[position]
            position += 1
            if one.name is None:
                free.append(one.value)
                continue
            found = match_parameter(one.name, (*self.cmdlet.parameters, *self.common))
            value = one.value
            following = self.given[position] if position < len(self.given) else None
            flag = isinstance(found, Parameter) and found.type.flag
            if value is NOTHING and not flag and following and following.name is None:
                value = following.value
                position += 1
            if found is wanted:
                return None if value is NOTHING else value
        place = wanted.position
        return free[place] if place is not None and place < len(free) else None

    # What is missing.

    def check_pipe(self) -> None:
        if not self.piped or self.cmdlet.reads_pipeline:
            return
        parameter = self.cmdlet.piped
        if parameter is None:
            raise ShellError("ParamInvalid", f"{self.context.word} takes nothing from a pipe")
        if id(parameter) in self.seen:
            raise ShellError(
                "ParamInvalid", f"-{parameter.name} is given, and something is piped in as well"
            )

    def check_required(self) -> None:
        missing = [
            parameter
            for parameter in self.cmdlet.parameters
            if parameter.required
            and id(parameter) not in self.seen
            and not (self.piped and parameter.piped)
        ]
        if missing:
            names = ", ".join(f"-{parameter.name}" for parameter in missing)
            raise ShellError(
                "ParamInvalid",
                f"{self.context.word} needs {names}",
                hint=f"help {self.context.word} shows how to use it",
            )

    def invalid(self, message: str, one: Given, hint: str = "") -> ShellError:
        error = ShellError("ParamInvalid", message, target=one.name, hint=hint)
        error.record.place(self.context.source, one.start, one.end)
        return error


_BY_NAME = frozenset({"name", "id", "session"})
"""Parameters of these names take the member of that name of an object that is none of theirs."""


def _meant(parameter: Parameter, item: Value) -> Value:
    """Give what a piped object is to a parameter: itself, or its member of the parameter's name."""
    if parameter.type.is_own(item):
        return item
    for name in parameter.names:
        if fold(name) in _BY_NAME and any(
            fold(known) == fold(name) for known in member_names(item)
        ):
            return get_member(item, name)
    return item


def _gathered(places: Sequence[Parameter], free: list[Given]) -> list[Given]:
    """Put the values together that the last place takes, if it takes all that are left."""
    if not places or not places[-1].type.takes_rest or len(free) <= len(places):
        return free
    rest = free[len(places) - 1 :]
    values = [one.value for one in rest]
    return [*free[: len(places) - 1], Given(None, values, rest[0].start, rest[-1].end)]


def _refuse_automatic(name: str | None) -> None:
    """Refuse the name of a variable that the shell sets; a `+` may stand before the name."""
    bare = (name or "").lstrip("+")
    if automatic(bare) is not None:
        raise Mismatch(f"cannot be ${bare}, which the shell sets")


def _converted(parameter: Parameter, value: Value) -> Value:
    converted = parameter.type.convert(value)
    if converted is None and not parameter.nullable:
        raise Mismatch(f"needs a value (got {kinds.shown(value)})")
    return converted


def _convert(parameter: Parameter, value: Value, cmdlet: Cmdlet) -> Value:
    try:
        return _converted(parameter, value)
    except Mismatch as mismatch:
        raise ShellError(
            "ParamInvalid",
            f"{cmdlet.name} -{parameter.name} {mismatch.message}",
            target=value,
            hint=mismatch.hint,
        ) from mismatch
