"""Names that come from a server, made into names that a file on any computer may have."""

from __future__ import annotations

import mimetypes
import re
import unicodedata

LONGEST = 200
"""Bytes in UTF-8 of the longest name given; 255 is what file systems take."""

_LONGEST_END = 20  # bytes of an ending such as .png; what is longer is no ending
_VAGUE = ("application/octet-stream", "binary/octet-stream")
_TEXTS = ("application/json", "application/javascript", "application/xml", "application/yaml")
_REFUSED = frozenset('<>:"/\\|?*')
# Windows takes these for devices, whatever ending they have.
_DEVICES = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9\u00b9\u00b2\u00b3])\s*(?:\.|\Z)",
    re.I,
)


def harmless(name: str, fallback: str) -> str:
    """Give a name for a file directly inside any folder, as like the one given as it may be.

    Folders before it are left out; signs that some system refuses, that are not seen or that turn
    the direction of writing become `_`; a dot at the beginning, which hides a file, and a dash,
    which programs take for an option, get one before them. If nothing is left, it is `fallback`.
    """
    base = re.split(r"[/\\]", name)[-1]
    base = re.sub(r"\A[A-Za-z]:", "", base)
    base = unicodedata.normalize("NFC", base)
    base = "".join(map(_usable, base))
    base = _shortened(base.lstrip().rstrip(". "), LONGEST).rstrip(". ")
    if not base.strip("._ "):
        return fallback
    return f"_{base}" if base[0] in ".-" or _DEVICES.match(base) else base


def numbered(name: str, number: int) -> str:
    """Give a name with a number above 1 before its ending: `car.png` and 2 make `car-2.png`."""
    stem, end = split_end(name)
    return name if number == 1 else f"{stem}-{number}{end}"


def split_end(name: str) -> tuple[str, str]:
    """Give a name without its ending, and the ending with its dot, "" if it has none."""
    stem, dot, end = name.rpartition(".")
    if not stem or not end or " " in end or len(end.encode("utf-8", "replace")) >= _LONGEST_END:
        return name, ""
    return stem, dot + end


def says_otherwise(typed: str, own: str, mime_type: str) -> str:
    """Say what a file is where the ending of a name that was typed for it says another kind.

    `own` is the name that it has by itself, which says more than the MIME type that came with it.
    "" where nothing is wrong, or nobody knows; a text may have the ending of any text.
    """
    meant, found = _kind(typed), _kind(own)
    end = split_end(own)[1].removeprefix(".").lower()
    if not found and not end:
        found, end = _plain(mime_type), ""
    if not meant or not found or meant == found or (_is_text(meant) and _is_text(found)):
        return ""
    return f"a {end}" if end else found


def _kind(name: str) -> str:
    return _plain(mimetypes.guess_type(name)[0] or "")


def _plain(mime_type: str) -> str:
    """Give a MIME type in the form in which two are the same: `audio/x-wav` is `audio/wav`."""
    plain = mime_type.partition(";")[0].strip().lower().replace("/x-", "/")
    return "" if plain in _VAGUE else plain


def _is_text(kind: str) -> bool:
    return kind.startswith("text/") or kind in _TEXTS


def _usable(sign: str) -> str:
    """Give what stands for a sign in a name: `_` for one that is refused somewhere, or not seen."""
    category = unicodedata.category(sign)
    if category == "Zs":
        return " "
    is_unfit = sign in _REFUSED or category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    return "_" if is_unfit else sign


def _shortened(name: str, longest: int) -> str:
    """Cut a name to so many bytes in UTF-8, not within a letter, and keep its ending."""
    if len(name.encode()) <= longest:
        return name
    stem, end = split_end(name)
    kept = stem.encode()[: longest - len(end.encode())]
    return kept.decode("utf-8", "ignore").rstrip(". ") + end
