"""Files that a call takes along: uploaded, or passed on from one app to another, before it is sent.

Binding has put a `LocalFile` or an `InlineFile` where a file is meant; here they become FileData.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from gshell.cmdlets.fileplaces import FilePlace, find_place
from gshell.cmdlets.sessions import Sessions
from gshell.cmdlets.transferring import shown_transfer
from gshell.engine.context import Context
from gshell.engine.errors import ShellError
from gshell.gradio.app import App
from gshell.gradio.changes import current_endpoint
from gshell.gradio.components import file_words, is_of_kind
from gshell.gradio.download import from_app, is_there
from gshell.gradio.filedata import (
    content_address,
    is_file_data,
    is_named_by_app,
    is_web_address,
    own_name,
    own_path,
    uploaded_file,
    with_urls,
)
from gshell.gradio.localfiles import InlineFile, LocalFile, Upload, find_file
from gshell.gradio.schema import GradioApi, Parameter
from gshell.gradio.session import GradioSession
from gshell.gradio.transfer import Transfer, size_text
from gshell.gradio.upload import InMemory, OnDisk, Relayed, Source, check_size, upload
from gshell.gradio.uploads import Uploads

_TRUST_SECONDS = 60.0
"""After this, an app is asked whether it still has a file: some remove theirs (delete_cache)."""


def send_files(
    context: Context,
    session: GradioSession,
    endpoint: GradioApi,
    data: list[Any],
    *,
    token: str | None = None,
) -> list[Any]:
    """Give the values of a call with every file in the app that is called.

    Local files are uploaded, unless the session knows them; files of other apps are passed on.
    """
    sender = Sender(context, session.app, token or session.token, session.uploads)
    return sender.send(endpoint, data)


class Sender:
    """Brings files into one app. With `uploads` it knows what was uploaded, and remembers more.

    `force` uploads that again.
    """

    def __init__(
        self,
        context: Context,
        app: App,
        token: str | None = None,
        uploads: Uploads | None = None,
        *,
        force: bool = False,
    ) -> None:
        self._context = context
        self._app = app
        self._token = token
        self._uploads = Uploads() if uploads is None else uploads
        self._force = force
        self._background = context.shell.service(Sessions).background

    def send(self, endpoint: GradioApi, data: list[Any]) -> list[Any]:
        """Give the values of a call with every file in the app; nothing is sent if one is unfit."""
        files = list(_uploads_in(data))
        if files:  # another run of the app may take other files, and knows none of those before
            current_endpoint(self._app, endpoint, self._background, self._context.note)
        self.check(files)
        pairs = list(zip(endpoint.slots, data, strict=True))
        for parameter, value in pairs:
            if parameter is not None:
                self._warn_of_kind(parameter, value)
        return [
            value if parameter is None or value is parameter.default else self._placed(value)
            for parameter, value in pairs  # a default is the app's own, whatever its address says
        ]

    def check(self, files: Sequence[Upload]) -> None:
        """Refuse files that are gone by now, or larger than the app takes."""
        for file in files:
            now = find_file(file.path) if isinstance(file, LocalFile) else file
            check_size(self._app, now.name, now.size)

    def place(self, file: Upload | dict[str, Any]) -> dict[str, Any]:
        """Bring one file into the app, and give its FileData there."""
        if isinstance(file, LocalFile):
            return self._uploaded(find_file(file.path))
        if isinstance(file, InlineFile):
            return self._post(InMemory(file), file.size)
        return self._passed_on(file)

    def _placed(self, value: Any) -> Any:
        if isinstance(value, (LocalFile, InlineFile)) or is_file_data(value):
            return self.place(value)
        if isinstance(value, list):
            return [self._placed(item) for item in value]
        if isinstance(value, dict):
            return {key: self._placed(item) for key, item in value.items()}
        return value

    def _uploaded(self, file: LocalFile) -> dict[str, Any]:
        run = self._app.run
        known = None if self._force else self._uploads.find(file, run)
        if known is not None and self._is_there(file, known):
            self._context.explain(f"{file.name} was uploaded before: {known['path']}")
            return dict(known)
        data = self._post(OnDisk(file), file.size)
        self._uploads.remember(file, run, data)
        return dict(data)

    def _is_there(self, file: LocalFile, known: dict[str, Any]) -> bool:
        if self._uploads.age(file) < _TRUST_SECONDS:
            return True
        opening = from_app(self._app, content_address(known), file.name, self._token)
        if not self._background.run(is_there(opening)):
            return False
        self._uploads.remember(file, self._app.run, known)
        return True

    def _passed_on(self, file: dict[str, Any]) -> dict[str, Any]:
        """Give a file of some app as this one can take it."""
        url, path = content_address(file), file.get("path")
        if is_web_address(path) and url.startswith(_roots(self._app)):
            return self._by_own_address(file, url)
        if not url or url.startswith((f"{self._app.real_url}/", "data:")):
            return file
        place = find_place(self._context, file)
        if place.is_public:
            self._context.explain(f"the app is to fetch {place.url} by itself")
            return file if path == place.url else {**file, "path": place.url}
        return self._relayed(file, place)

    def _by_own_address(self, file: dict[str, Any], url: str) -> dict[str, Any]:
        """Give a file of this app that is named by its address, which the app may not fetch."""
        path = own_path(url, _roots(self._app))
        if path:
            named: dict[str, Any] = with_urls({**file, "path": path}, self._app.real_url)
            return named
        if "/stream/" in url:  # its address is that of a list of pieces
            stream = {**file, "is_stream": True}
            return self._relayed(stream, find_place(self._context, stream))
        return file

    def _relayed(self, file: dict[str, Any], place: FilePlace) -> dict[str, Any]:
        """Read a file from where it is, and send each piece of it on."""
        name = own_name(file) or "file"
        mime_type = str(file.get("mime_type") or "")
        if place.session is None:
            if is_web_address(file.get("path")) and is_named_by_app(file):
                raise _unasked(name, place.url)
            self._context.note(
                f"{name} is fetched from {place.url} and sent to {self._app.address}"
            )
        return self._post(Relayed(name, mime_type, place.opening), None)

    def _post(self, source: Source, size: int | None) -> dict[str, Any]:
        transfer = Transfer(f"upload {source.name}", size)
        sending = upload(self._app, source, token=self._token, transfer=transfer)
        with shown_transfer(self._context, transfer):
            path = self._background.run(sending)
        self._context.explain(
            f"POST {self._app.real_url}/upload {source.name} ({size_text(transfer.done)}): {path}"
        )
        return uploaded_file(path, self._app.real_url, source.name, transfer.done, source.mime_type)

    def _warn_of_kind(self, parameter: Parameter, value: Any) -> None:
        """Warn of files that an input is not made for; the app may take them all the same."""
        types = parameter.file_types
        unfit = [file.name for file in _uploads_in(value) if not is_of_kind(file.name, types)]
        if unfit:
            wanted = file_words(types, several=len(unfit) > 1)
            more = f" and {len(unfit) - 1} more" if unfit[1:] else ""
            self._context.warning(f"-{parameter.name} is for {wanted}, not {unfit[0]}{more}")


def _roots(app: App) -> tuple[str, ...]:
    """Give the addresses below which an app's files are: as it is reached, and as it says."""
    said = str(app.config.get("root") or "").rstrip("/")
    prefix = app.real_url.removeprefix(app.address)
    bases = [app.real_url, f"{said}{prefix}"] if is_web_address(said) else [app.real_url]
    return tuple(f"{base}/" for base in bases)


def _unasked(name: str, url: str) -> ShellError:
    """Make the error for a file in a network that only we may be in.

    One app shall not read it there through us and have it sent to another.
    """
    return ShellError(
        "InvalidOperation",
        f"an app gave {name} as a file at a private address, {url}, which is not passed on unasked",
        target=url,
        hint="if that is meant, give the address itself, in quotes",
    )


def _uploads_in(value: Any) -> Iterator[Upload]:
    if isinstance(value, (LocalFile, InlineFile)):
        yield value
    elif isinstance(value, (list, dict)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _uploads_in(item)
