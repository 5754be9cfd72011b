"""The open sessions of a shell: which there are, which is the current one, and opening more.

Nothing here imports the network before an app is asked for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, ClassVar, Literal

from gshell.engine.errors import ShellError, did_you_mean
from gshell.engine.shell import Shell
from gshell.engine.values import Value
from gshell.gradio.options import ConnectionOptions

if TYPE_CHECKING:
    from gshell.gradio.app import App, Apps
    from gshell.gradio.background import Background
    from gshell.gradio.session import GradioSession

State = Literal["none", "connecting", "connected", "failed"]

_OPEN_HINT = "open ADDRESS connects to an app; gshell --demo brings one"
_POLL_SECONDS = 0.05  # an untimed wait cannot be interrupted with Ctrl-C on Windows


class Sessions:
    """The sessions by name. `shell.service(Sessions)` is the one that belongs to a shell.

    `state`, `pending_name` and `failure` tell of the connection that is made while the person
    already types; `on_change` is called, from any thread, when one of them or the current session
    changes. Threads may use it at the same time; `by_name` is never changed but replaced, so that
    whoever goes through it sees it as it was.
    """

    defaults: ClassVar[ConnectionOptions] = ConnectionOptions()

    def __init__(self, shell: Shell) -> None:
        self.shell = shell
        self.options = self.defaults
        self.by_name: dict[str, GradioSession] = {}
        self.current: GradioSession | None = None
        self.state: State = "none"
        self.pending_name: str | None = None
        self.failure: BaseException | None = None
        self.on_change: list[Callable[[], None]] = []
        self._used: list[str] = []  # names, the last used at the end
        self._pending: threading.Thread | None = None
        self._background: Background | None = None
        self._apps: Apps | None = None
        self._lock = threading.RLock()  # for what a change of the sessions does; not held to wait
        shell.commands.hints.append(self._endpoint_hint)
        shell.session = lambda: self.current

    def fork(self, shell: Shell) -> Sessions:
        """Give what a job uses instead, so that its `open` does not change where others call."""
        from gshell.cmdlets.jobsessions import JobSessions

        return JobSessions(self, shell, self.current)

    # Opening and closing.

    @property
    def background(self) -> Background:
        """Give the thread that does the network's work, started when first needed."""
        with self._lock:
            if self._background is None:
                from gshell.gradio.background import Background

                self._background = Background()
            return self._background

    @property
    def apps(self) -> Apps:
        """Give the connections to apps, one for each address."""
        with self._lock:
            if self._apps is None:
                from gshell.gradio.app import Apps

                self._apps = Apps(self.background)
            return self._apps

    def open(
        self,
        address: str,
        *,
        name: str | None = None,
        options: ConnectionOptions | None = None,
        select: bool = True,
        replace: bool = False,
    ) -> GradioSession:
        """Open an app; a session's name, or the same address again, selects that session.

        An explicit name that another session has is an error, unless it is to be replaced.
        """
        from gshell.gradio.address import default_name

        if name is not None:
            self._check_name(name)
        if name is None and address in self.by_name:
            address = self.by_name[address].app_url
        wanted = name or default_name(address)
        known = self._there(wanted, name, address, replace)
        if known is not None and not replace:
            self.refresh(known.app)  # raises if the app is there no more
            return self.select(known) if select else known
        app = self.apps.connect(address, options or self.options)
        with self._lock:
            known = self._there(wanted, name, address, replace)  # opened by a thread meanwhile
            if known is not None and not replace:
                return self.select(known) if select else known
            if known is not None:
                self._forget(known)
            session = self.add(wanted, app, select=select)
        if known is not None:
            known.close()
        return session

    def _there(
        self, wanted: str, name: str | None, address: str, replace: bool
    ) -> GradioSession | None:
        """Give the session that is open already; raises if it has the name that another wants."""
        known = self.by_name.get(wanted) or (None if name else self.at(address))
        if known is not None and name is not None and not replace:
            raise ShellError(
                "SessionExists",
                f"there is a session {name} already",
                target=name,
                hint="another -Name, or -Force to replace it",
            )
        return known

    def add(self, name: str, app: App, *, select: bool = True) -> GradioSession:
        """Make a session on a connected app."""
        from gshell.gradio.session import GradioSession

        session = GradioSession(name, app, self.background)
        if app.warning:
            self.shell.host.warning(app.warning)
        with self._lock:
            self.by_name = {**self.by_name, name: session}
            self._used.insert(0, name)
            if select or self.current is None:
                self.select(session)
        return session

    def select(self, session: GradioSession) -> GradioSession:
        """Make a session the current one."""
        with self._lock:
            if self.current is not None:
                self.current.default = False
            session.default = True
            self.current = session
            self.state = "connected"
            self._used = [name for name in self._used if name != session.name] + [session.name]
        self._changed()
        return session

    def rename(self, session: GradioSession, name: str) -> None:
        """Give a session another name."""
        self._check_name(name)
        with self._lock:
            if name in self.by_name and self.by_name[name] is not session:
                raise ShellError("SessionExists", f"there is a session {name} already", target=name)
            old = session.name
            self.by_name = {
                (name if known == old else known): one for known, one in self.by_name.items()
            }
            self._used = [name if known == old else known for known in self._used]
            session.name = name
        self._changed()

    def remove(self, session: GradioSession) -> None:
        """Close a session; if it was the current one, the last used becomes that."""
        with self._lock:
            self._forget(session)
            if self.current is None and self._used:
                self.select(self.by_name[self._used[-1]])
        session.close()
        self._changed()

    def _forget(self, session: GradioSession) -> None:
        session.default = False
        self.by_name = {name: one for name, one in self.by_name.items() if one is not session}
        self._used = [name for name in self._used if name in self.by_name]
        if self.current is session:
            self.current = None
            self.state = "none"

    def refresh(self, app: App) -> App:
        """Read again what an app offers, and say what changed."""
        changed = self.background.run(app.refresh())
        if changed:
            self.shell.host.note(changed)
        return app

    def close(self) -> None:
        """Close every session and the connections under them."""
        if self.by_name:
            from gshell.gradio.session import close_sessions

            close_sessions(self.by_name.values())
        if self._apps is not None:
            self._apps.close()
        if self._background is not None:
            self._background.close()

    # The connection that is made while the person already types.

    def begin(self, name: str, address: Callable[[], str], *, session_name: str | None) -> None:
        """Start to connect, in the background; `address` may take its time to answer."""
        self.state = "connecting"
        self.pending_name = name

        def connect() -> None:
            try:
                # whoever opened another app meanwhile stays there
                self.open(address(), name=session_name, select=self.current is None)
            except Exception as error:  # handed to whoever waits
                self.failure = error
                self.state = "failed"
            finally:
                self.pending_name = None
                self._changed()

        self._pending = threading.Thread(target=connect, name="connect", daemon=True)
        self._pending.start()

    def wait(self) -> None:
        """Wait for a connection that is being made; raises why it failed, once."""
        pending = self._pending
        while pending is not None and pending.is_alive():
            pending.join(_POLL_SECONDS)
        self._pending = None
        failure, self.failure = self.failure, None
        if failure is not None:
            raise failure

    # Finding.

    def find(self, reference: Value = ".") -> GradioSession:
        """Give the session that a person means, opening it if an address is all there is.

        `.` is the current one; else a session itself, a name or a unique beginning of one, or an
        address.
        """
        from gshell.gradio.session import GradioSession

        if isinstance(reference, GradioSession):
            return self._open_one(reference)
        text = str(reference)
        if text == ".":
            return self._current()
        found = self._named(text)
        if found is not None:
            return found
        self.wait()
        return self._named(text) or self._opened(text)

    def known(self, reference: Value = ".") -> GradioSession | None:
        """Give the session that a person means if it is open, without waiting for anything."""
        if isinstance(reference, str):
            return self.current if reference == "." else self._named(reference)
        return reference if reference in self.by_name.values() else None

    def at(self, address: str) -> GradioSession | None:
        """Give the session of the app at an address, None if there is none."""
        from gshell.gradio.address import is_address, normalise, space_id

        if not is_address(address) and not space_id(address):
            return None
        url = normalise(address).url
        return next((one for one in self.by_name.values() if one.app_url == url), None)

    def find_all(self, pattern: str) -> list[GradioSession]:
        """Give the sessions whose name or address matches a pattern with `*`."""
        folded = pattern.lower()
        return [
            session
            for session in self.by_name.values()
            if fnmatchcase(session.name.lower(), folded)
            or fnmatchcase(session.app_url.lower(), folded)
        ]

    def find_app(self, reference: Value = ".") -> App:
        """Give the app of a session, or at an address."""
        from gshell.gradio.address import is_address, space_id
        from gshell.gradio.session import GradioSession

        if isinstance(reference, GradioSession):
            return self._open_one(reference).app
        text = str(reference)
        if text == "." or self._named(text) is not None:
            return self.find(text).app
        if is_address(text) or space_id(text):
            return self.apps.connect(text, self.options)
        return self.find(text).app

    def _check_name(self, name: str) -> None:
        """Refuse a name by which a session could not be reached again."""
        if not name.strip() or name in (".", "..") or set("*?[]") & set(name):
            raise ShellError(
                "ParamInvalid", f"a session cannot be named '{name}'", hint="letters are safe"
            )

    def _open_one(self, session: GradioSession) -> GradioSession:
        if self.by_name.get(session.name) is not session:
            raise ShellError("SessionNotFound", f"the session {session.name} was removed")
        return session

    def _current(self) -> GradioSession:
        if self.current is None:
            self.wait()
        if self.current is None:
            raise ShellError("NoDefaultSession", "no app is open", hint=_OPEN_HINT)
        return self.current

    def _named(self, text: str) -> GradioSession | None:
        if text in self.by_name:
            return self.by_name[text]
        folded = text.lower()
        fits = [one for name, one in self.by_name.items() if name.lower().startswith(folded)]
        exact = [one for one in fits if one.name.lower() == folded]
        if exact or len(fits) == 1:
            return (exact or fits)[0]
        return None

    def _opened(self, text: str) -> GradioSession:
        from gshell.gradio.address import is_address, space_id

        if not is_address(text) and not space_id(text):
            raise self.not_found(text)
        return self.open(text, select=False)

    def not_found(self, text: str) -> ShellError:
        """Make the error for a session that is not there."""
        names = ", ".join(self.by_name) or "none"
        return ShellError(
            "SessionNotFound",
            f"there is no session {text}",
            target=text,
            hint=did_you_mean(text, self.by_name) or f"open sessions: {names}",
        )

    def _endpoint_hint(self, word: str) -> str:
        """Say how to call an endpoint that was typed as if it were a command."""
        known = self.current is not None and word.strip("/") in self.current.app.endpoints
        return f"{word} is an endpoint: call {word.strip('/')}" if known else ""

    def _changed(self) -> None:
        for listener in self.on_change:
            listener()
