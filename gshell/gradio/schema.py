"""What an app offers: its endpoints, their inputs and their outputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from gshell.gradio.arrange import arrange_params, arrange_values, find_parameter
from gshell.gradio.convert import convert_value

if TYPE_CHECKING:
    from gshell.gradio.kinds import Kind


class Parameter:
    """One input of an endpoint, as a person sees it."""

    __slots__ = (
        "changes",
        "component",
        "default",
        "description",
        "kind",
        "label",
        "maximum",
        "minimum",
        "name",
        "open_choices",
        "required",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Type": "type",
        "Required": "required",
        "Default": "default",
        "Choices": "choices",
        "Minimum": "minimum",
        "Maximum": "maximum",
        "Component": "component",
        "Label": "label",
        "Description": "description",
    }

    def __init__(
        self,
        name: str,
        kind: Kind,
        *,
        required: bool = True,
        default: Any = None,
        label: str = "",
        component: str = "",
        description: str = "",
        minimum: float | None = None,
        maximum: float | None = None,
        changes: bool = False,
        open_choices: bool = False,
    ) -> None:
        """Describe an input; `changes` if the app may alter its choices or bounds as it runs."""
        self.name = name
        self.kind = kind
        self.required = required
        self.default = default
        self.label = label
        self.component = component
        self.description = description
        self.minimum = minimum
        self.maximum = maximum
        self.changes = changes
        self.open_choices = open_choices or changes

    @property
    def type(self) -> str:
        """The kind of value it takes, in one word."""
        return self.kind.name

    @property
    def choices(self) -> list[Any] | None:
        """The values it offers, None if it is no choice."""
        return list(self.kind.choices) or None

    def convert(self, value: Any, *, text: str | None = None) -> Any:
        """Give the value to send; ParamInvalid, with a hint, if it does not fit.

        `text` is the word as the person typed it, if it came bare from the line.
        """
        return convert_value(self, value, text)

    def __repr__(self) -> str:
        return f"Parameter({self.name!r}, {self.type})"


class Return:
    """One output of an endpoint."""

    __slots__ = ("component", "label", "type")
    MEMBERS: ClassVar[dict[str, str]] = {"Label": "label", "Type": "type", "Component": "component"}

    def __init__(self, label: str, type_: str, component: str) -> None:
        self.label = label
        self.type = type_
        self.component = component

    def __repr__(self) -> str:
        return f"Return({self.label!r}, {self.type})"


class GradioApi:
    """One endpoint of an app.

    `slots` has one place per input that the app's function takes, None where the app fills the
    place itself (State and the like). `shown` says the same of the outputs.
    """

    __slots__ = (
        "description",
        "documented",
        "fn_index",
        "name",
        "parameters",
        "returns",
        "shown",
        "slots",
        "streams",
        "uses_state",
    )
    MEMBERS: ClassVar[dict[str, str]] = {
        "Name": "name",
        "Parameters": "parameters",
        "Returns": "returns",
        "Description": "description",
        "Streams": "streams",
        "UsesState": "uses_state",
    }

    def __init__(
        self,
        name: str,
        fn_index: int,
        slots: Sequence[Parameter | None],
        returns: Sequence[Return] = (),
        *,
        shown: Sequence[bool] = (),
        description: str = "",
        streams: bool = False,
        uses_state: bool = False,
        documented: bool = True,
    ) -> None:
        self.name = name
        self.fn_index = fn_index
        self.slots = list(slots)
        self.parameters = [slot for slot in slots if slot is not None]
        self.returns = list(returns)
        self.shown = list(shown)
        self.description = description
        self.streams = streams
        self.uses_state = uses_state
        self.documented = documented

    def parameter(self, name: str) -> Parameter:
        """Find an input by its name: exact, else in any case, else a unique beginning."""
        return find_parameter(self, name)

    def arrange(self, named: Mapping[str, Any], positional: Sequence[Any] = ()) -> list[Any]:
        """Give the full `data` list of a call from values that `Parameter.convert` gave.

        Positional values fill, in order, the inputs that were not named; what is then unset gets
        the app's default. ParamInvalid names what is missing or too much.
        """
        return arrange_values(self, named, positional)

    def arrange_params(self, params: Any) -> list[Any]:
        """Give the full `data` list from a list, a map or one value (-Params), converting each."""
        return arrange_params(self, params)

    def visible_outputs(self, data: list[Any]) -> list[Any]:
        """Leave out the places of outputs that only the app sees, such as State."""
        if len(data) != len(self.shown) or all(self.shown):
            return data
        return [value for value, shown in zip(data, self.shown, strict=True) if shown]

    @property
    def shape(self) -> list[tuple[str, str] | None]:
        """Name and type of each slot: two endpoints of one shape take the same `data`."""
        return [None if slot is None else (slot.name, slot.type) for slot in self.slots]

    @property
    def signature(self) -> str:
        """How to call it, as in `call upper -text <string>`."""
        words = [f"call {self.name}"]
        for parameter in self.parameters:
            word = f"-{parameter.name} <{parameter.type}>" if self.documented else parameter.type
            words.append(word if parameter.required else f"[{word}]")
        return " ".join(words)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"GradioApi({self.signature!r})"
