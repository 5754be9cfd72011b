"""An async client for Gradio apps, useful on its own.

    import asyncio
    from gshell.gradio import connect

    async def main() -> None:
        async with await connect("localhost:7860") as app:
            async for result in app.results("count", n=3):
                print(result.event, result.data)

    asyncio.run(main())

A program with threads takes the synchronous face:

    from gshell.gradio import Apps, Background, GradioSession

    background = Background()
    apps = Apps(background)
    app = apps.connect("localhost:7860")
    session = GradioSession("mine", app, background)
    api = app.endpoint("count")
    call = session.start(api, api.arrange({"n": 3}))
    for result in call.event.updates():
        print(result.event, result.data)
    session.close()
    apps.close()
    background.close()

Names are loaded when first used: `errors` and `objects` must not cost the time of the HTTP library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gshell.gradio.app import App, Apps, connect
    from gshell.gradio.background import Background
    from gshell.gradio.errors import GradioError
    from gshell.gradio.options import ConnectionOptions
    from gshell.gradio.session import GradioSession

_HOMES = {
    "App": "app",
    "Apps": "app",
    "Background": "background",
    "ConnectionOptions": "options",
    "GradioError": "errors",
    "GradioSession": "session",
    "connect": "app",
}

__all__ = [
    "App",
    "Apps",
    "Background",
    "ConnectionOptions",
    "GradioError",
    "GradioSession",
    "connect",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{home}"), name)
