"""What became different in an app that was restarted or reloaded, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from gshell.gradio.errors import GradioError, ParamInvalid, QueueFull

if TYPE_CHECKING:
    from gshell.gradio.app import App
    from gshell.gradio.background import Background
    from gshell.gradio.schema import GradioApi

Note = Callable[[str], None]

_NAMED = 5  # endpoints of one sort that the words name


def describe_changes(
    before: Mapping[str, GradioApi], after: Mapping[str, GradioApi], *, restarted: bool
) -> str:
    """Say which endpoints came, went or changed; "" if nothing is to be said."""
    parts = [
        f"{word} {_names(names)}"
        for word, names in (
            ("new:", [name for name in after if name not in before]),
            ("gone:", [name for name in before if name not in after]),
            ("changed:", [name for name in after if _differs(before.get(name), after[name])]),
        )
        if names
    ]
    if not restarted:
        return f"the app's endpoints are not as before; {'; '.join(parts)}" if parts else ""
    words = f"the app was restarted or reloaded; {'; '.join(parts) or 'its endpoints are the same'}"
    if any(api.uses_state for api in after.values()):
        words += "; what it remembered of this session may be gone"
    return words


def current_endpoint(
    app: App, api: GradioApi, background: Background, note: Note | None
) -> GradioApi:
    """Give an endpoint as the app has it now, for a call that is to be sent.

    Where there is doubt, the app is asked first, and `note` told what changed. Raises if the
    endpoint is gone, or takes other inputs than those for which the call was put together.
    """
    if app.in_doubt:
        words = background.run(app.settle())
        if words and note is not None:
            note(words)
    return app.renewed(api)


def is_odd(error: BaseException) -> bool:
    """Say whether a refused call is a sign that the app may be another one than before."""
    if isinstance(error, (QueueFull, ParamInvalid)):
        return False
    return isinstance(error, GradioError) and getattr(error, "status", 0) != 429


def _differs(before: GradioApi | None, after: GradioApi) -> bool:
    if before is None:
        return False
    return before.shape != after.shape or _outputs(before) != _outputs(after)


def _outputs(api: GradioApi) -> list[tuple[str, str]]:
    return [(each.label, each.type) for each in api.returns]


def _names(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {more} more" if more > 0 else "")
