"""What was typed after a command, matched to its parameters without running anything.

Binding does the same when a line runs; here the line is half-typed, and only what is known already
may be looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from gshell.engine.command import Cmdlet, Inputs, Parameter, Peek, match_parameter
from gshell.engine.common_parameters import common_parameters
from gshell.engine.context import Context
from gshell.engine.cursor import Cursor, elements_before
from gshell.engine.known import Unknown, find_cmdlet, known_value
from gshell.engine.lookup import find_parameter, fixed_argument, positional, unfed
from gshell.engine.scope import Scope
from gshell.engine.shell import Shell
from gshell.engine.values import Value
from gshell.language import tree
from gshell.language.parser import Draft


class Arguments(NamedTuple):
    """A command's parameters, which of them were given, and the one at the cursor.

    `peek` reads what was typed for one of the cmdlet's own parameters, null if nothing was or its
    value is not known; `flag` is a parameter right before the cursor that may stand alone, but
    would take a value; `waits` says that one stands there which needs a value.
    """

    cmdlet: Cmdlet
    inputs: Inputs
    given: frozenset[int]
    current: Parameter | None
    flag: Parameter | None
    waits: bool
    peek: Peek

    def is_given(self, parameter: Parameter) -> bool:
        """Say whether a value was typed for a parameter already."""
        return id(parameter) in self.given

    def order(self, parameter: Parameter) -> int:
        """Give the place of a parameter that needs no name; others come after those."""
        places = positional(self.cmdlet, self.inputs)
        return places.index(parameter) if parameter in places else len(places)

    def named(self) -> Iterator[tuple[str, Parameter]]:
        """Give each parameter with the name it is reached by: inputs, own ones, common ones.

        One of the latter two that an input hides is reached as -G<Name>.
        """
        yield from ((one.name, one) for one in self.inputs.parameters if not one.hidden)
        for one in (*self.cmdlet.parameters, *common_parameters(self.cmdlet)):
            if not one.hidden:
                hidden = _finds(one.name, self.inputs.parameters)
                yield f"G{one.name}" if hidden else one.name, one


def arguments(cursor: Cursor, shell: Shell) -> Arguments | None:
    """Match what was typed after the command at the cursor; None if there is no such command."""
    if cursor.command is None:
        return None
    draft = cursor.command.draft
    cmdlet = find_cmdlet(draft.name, shell)
    return _Matcher(draft, cmdlet, cursor, shell).match() if cmdlet is not None else None


class _Matcher:
    def __init__(self, draft: Draft, cmdlet: Cmdlet, cursor: Cursor, shell: Shell) -> None:
        self.draft = draft
        self.cmdlet = cmdlet
        self.cursor = cursor
        self.shell = shell
        self.is_fed = cursor.command is not None and cursor.command.is_fed
        self.elements = elements_before(draft, cursor.start)
        self.fixed: Mapping[str, Value] = {}
        self.inputs = Inputs("")  # until they are found, which looks at the other parameters
        self.inputs = self.find_inputs()

    def match(self) -> Arguments:
        given, free, last = self.walk()
        waiting = last if last is not None and not last.type.flag else None
        flag = last if last is not None and last.type.flag else None
        current = self.attached() or waiting or self.place(given, len(free))
        for parameter, _ in zip(self.places(given, len(free)), free, strict=False):
            given = given | {id(parameter)}
        waits = waiting is not None
        return Arguments(self.cmdlet, self.inputs, given, current, flag, waits, self.known)

    def walk(self) -> tuple[frozenset[int], list[tree.Argument], Parameter | None]:
        """Give what was named, the values without a name, and a name that stands last."""
        given = self.implied()
        free: list[tree.Argument] = []
        last: Parameter | None = None
        for one in self.elements:
            if isinstance(one, tree.Argument):
                if last is None or not self.takes(last, one):
                    free.append(one)
                last = None
            elif isinstance(one, tree.Splat):
                given |= self.splatted(one)
            elif isinstance(one, tree.Parameter):
                found = self.find(one.name)
                last = found if one.value is None else None
                if found is not None:
                    given.add(id(found))
        return frozenset(given), free, last

    def splatted(self, splat: tree.Splat) -> set[int]:
        """Give what the map of a variable names."""
        value = self.shell.variables.get(splat.name.lower())
        names = [str(key) for key in value] if isinstance(value, dict) else []
        return {id(found) for name in names if (found := self.find(name)) is not None}

    def implied(self) -> set[int]:
        """Give what the command's alias stands for already: `use` is Set-GradioSession -Default."""
        name = self.draft.name
        switch = self.shell.commands.switch_of(name.text) if isinstance(name, tree.Word) else None
        return {id(one) for one in self.cmdlet.parameters if one.name == switch}

    def takes(self, parameter: Parameter, following: tree.Argument) -> bool:
        try:
            return parameter.type.takes_next(known_value(following.value, self.shell))
        except Unknown:
            return not parameter.type.flag

    def find(self, name: str) -> Parameter | None:
        found = find_parameter(name, self.cmdlet, self.inputs)
        return found if isinstance(found, Parameter) else None

    def attached(self) -> Parameter | None:
        """Give the parameter in `-Name:word`, where the word may be the last of a list."""
        if self.cursor.parameter:
            return self.find(self.cursor.parameter)
        around = self.draft.elements[-1] if self.draft.elements else None
        if isinstance(around, tree.Parameter) and around.end > self.cursor.start > around.start:
            return self.find(around.name)
        return None

    def place(self, given: frozenset[int], count: int) -> Parameter | None:
        places = self.places(given, count + 1)
        if count >= len(places) and not (places and places[-1].type.takes_rest):
            return None
        return places[min(count, len(places) - 1)]

    def places(self, given: frozenset[int], count: int) -> list[Parameter]:
        places = [one for one in positional(self.cmdlet, self.inputs) if id(one) not in given]
        return unfed(self.cmdlet, places, count) if self.is_fed else places

    # The parameters that depend on what was typed.

    def find_inputs(self) -> Inputs:
        if self.cmdlet.dynamic is None:
            return Inputs("")
        scope = Scope(self.shell, self.shell.variables)
        context = Context(scope, self.cmdlet, "", self.draft.start, self.draft.start)
        context.may_wait = False
        try:
            self.fixed = self.cmdlet.fixed(context) if self.cmdlet.fixed else {}
            return self.cmdlet.dynamic(context, self.peek)
        except Exception:  # an unknown endpoint, no app yet: there is nothing to offer
            return Inputs("")

    def known(self, name: str) -> Value:
        """Read what was typed for one of the cmdlet's own parameters, as far as it is known."""
        try:
            return self.peek(name)
        except Unknown:
            return None

    def peek(self, name: str) -> Value:
        """Read what was typed for one of the cmdlet's own parameters; None if there is nothing."""
        fixed = fixed_argument(name, self.fixed)
        if fixed is not None:
            return fixed
        wanted = next(one for one in self.cmdlet.parameters if one.name == name)
        free: list[tree.Node] = []
        named: Parameter | None = None
        takes_value = False
        for one in self.elements:
            if isinstance(one, tree.Parameter):
                named = self.find(one.name)
                takes_value = one.value is None and not (named and named.type.flag)
                if named is wanted and one.value is not None:
                    return known_value(one.value, self.shell)
            elif isinstance(one, tree.Argument):
                if takes_value and named is wanted:
                    return known_value(one.value, self.shell)
                if not takes_value:
                    free.append(one.value)
                takes_value = False
        place = wanted.position
        if place is None or place >= len(free):
            return None
        return known_value(free[place], self.shell)


def _finds(name: str, parameters: Sequence[Parameter]) -> bool:
    """Say whether a name reaches one of some parameters, alone or among several."""
    return match_parameter(name, parameters) is not None
