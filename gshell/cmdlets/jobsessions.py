"""The sessions as a job sees them: all that are open, and a current one of its own.

So `open` in a job, or in a block that runs for several objects at once, does not change where
others call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gshell.cmdlets.sessions import Sessions

if TYPE_CHECKING:
    from gshell.engine.shell import Shell
    from gshell.gradio.app import Apps
    from gshell.gradio.background import Background
    from gshell.gradio.options import ConnectionOptions
    from gshell.gradio.session import GradioSession


class JobSessions(Sessions):
    """What all share is read from, and changed in, the sessions of the shell itself."""

    def __init__(self, shared: Sessions, shell: Shell, current: GradioSession | None) -> None:
        """Begin with a current session; nothing of `Sessions` is set up a second time."""
        self.shared = shared
        self.shell = shell
        self.current = current
        shell.session = lambda: self.current

    def __getattr__(self, name: str) -> Any:
        """Give what is not its own, such as `by_name`."""
        return getattr(self.shared, name)

    def fork(self, shell: Shell) -> Sessions:
        return JobSessions(self.shared, shell, self.current)

    @property
    def background(self) -> Background:
        return self.shared.background

    @property
    def apps(self) -> Apps:
        return self.shared.apps

    def open(
        self,
        address: str,
        *,
        name: str | None = None,
        options: ConnectionOptions | None = None,
        select: bool = True,
        replace: bool = False,
    ) -> GradioSession:
        session = self.shared.open(
            address, name=name, options=options, select=False, replace=replace
        )
        return self.select(session) if select else session

    def select(self, session: GradioSession) -> GradioSession:
        self.current = session
        return session

    def rename(self, session: GradioSession, name: str) -> None:
        self.shared.rename(session, name)

    def remove(self, session: GradioSession) -> None:
        self.shared.remove(session)
        if self.current is session:
            self.current = self.shared.current

    def wait(self) -> None:
        self.shared.wait()
        self.current = self.current or self.shared.current

    def _current(self) -> GradioSession:
        return self._open_one(super()._current())
