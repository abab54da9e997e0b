"""The files the page is made of: vendored Leaflet and fonts, our modules and our style sheet."""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
from pathlib import Path

from geo.errors import StaticAssetError

STATIC_DIR = Path(__file__).parent / "static"
CHECKSUMS = "checksums.sha256"
MODULE_PREFIX = "zonemap/"

_URL = re.compile(r"url\(\s*[\"']?(?!data:)([^)\"'#]+)[\"']?\s*\)")
_SOURCE_MAP = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


def module_names(*folders: str) -> list[str]:
    """Names of our ES modules, sorted, without `.js`.

    Parameters
    ----------
    folders
        Folders of `js` whose modules come as well, as `folder/name`.
    """
    names = [path.stem for path in (STATIC_DIR / "js").glob("*.js")]
    for folder in folders:
        names += [f"{folder}/{path.stem}" for path in (STATIC_DIR / "js" / folder).glob("*.js")]
    return sorted(names)


def read_text(name: str) -> str:
    """Text of a static file; StaticAssetError if it is not there."""
    return _read(name).decode()


def versioned_url(static_url: str, name: str) -> str:
    """Address of a static file with a piece of its checksum, so that caches follow changes."""
    digest = hashlib.sha256(_read(name)).hexdigest()[:10]
    return f"{static_url.rstrip('/')}/{name}?v={digest}"


def data_url(name: str) -> str:
    """A static file as a `data:` address."""
    kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
    if name.endswith(".woff2"):
        kind = "font/woff2"
    encoded = base64.b64encode(_read(name)).decode()
    return f"data:{kind or 'application/octet-stream'};base64,{encoded}"


def inline_css(name: str) -> str:
    """A style sheet with every file it points to inside it."""
    folder = Path(name).parent

    def replace(match: re.Match[str]) -> str:
        target = match.group(1)
        if target.startswith("#"):
            return match.group(0)
        path = (STATIC_DIR / folder / target).resolve().relative_to(STATIC_DIR.resolve())
        return f'url("{data_url(path.as_posix())}")'

    # Leaflet's rule for Internet Explorer; no browser the page runs in reads it.
    css = read_text(name).replace("behavior: url(#default#VML);", "")
    return _URL.sub(replace, css)


def files_of_sheet(name: str) -> list[str]:
    """Names of the files that a style sheet points to."""
    root = STATIC_DIR.resolve()
    folder = STATIC_DIR / Path(name).parent
    targets = _URL.findall(read_text(name))
    return [(folder / target).resolve().relative_to(root).as_posix() for target in targets]


def inline_script(name: str) -> str:
    """A classic script without the note that points to its source map."""
    return _SOURCE_MAP.sub("", read_text(name))


def import_map(static_url: str, *folders: str, standalone: bool) -> dict[str, dict[str, str]]:
    """The import map: bare names such as `zonemap/legend` to files, or to `data:` addresses."""
    imports = {}
    for name in module_names(*folders):
        file = f"js/{name}.js"
        address = data_url(file) if standalone else versioned_url(static_url, file)
        imports[MODULE_PREFIX + name] = address
    return {"imports": imports}


def verify_checksums() -> dict[str, str]:
    """Check every vendored file against `checksums.sha256`.

    Returns
    -------
    dict[str, str]
        Checksum by file name.

    Raises
    ------
    StaticAssetError
        A file is missing or altered.
    """
    checked = {}
    for line in read_text(CHECKSUMS).splitlines():
        expected, name = line.split(maxsplit=1)
        actual = hashlib.sha256(_read(name)).hexdigest()
        if actual != expected:
            raise StaticAssetError(
                f"the file {name} has the checksum {actual}",
                expected=expected,
                remedy="restore the file from version control",
            )
        checked[name] = actual
    return checked


def _read(name: str) -> bytes:
    try:
        return (STATIC_DIR / name).read_bytes()
    except OSError as error:
        raise StaticAssetError(
            f"the static file {name} cannot be read",
            expected=f"it in {STATIC_DIR.name}/",
            remedy="install the package again",
        ) from error
