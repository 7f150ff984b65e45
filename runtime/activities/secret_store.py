"""The secrets of definitions, as this worker's settings name them. They are read here, and nowhere else."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from domain.json_types import JsonObject
from domain.settings import get_settings
from domain.sources import Syntax, Unreadable, read_source

_LARGEST = 1024 * 1024
_DEEPEST = 4
_Signature = tuple[tuple[str, int, int], ...]


class SecretsUnreadable(Exception):
    """The file or directory that the settings name cannot be read as secrets. The text is a sentence without values."""


@dataclass(frozen=True)
class _Read:
    signature: _Signature
    secrets: JsonObject


_lock = Lock()
_last: dict[tuple[Path | None, Path | None], _Read] = {}


def secrets() -> JsonObject:
    """All secrets by name, read again when a file has changed. Raises: SecretsUnreadable."""
    settings = get_settings()
    key = (settings.secrets_file, settings.secrets_dir)
    try:
        with _lock:
            signature = _signature(*key)
            if key not in _last or _last[key].signature != signature:
                _last[key] = _Read(signature, {**_from_file(key[0]), **_from_directory(key[1])})
            return _last[key].secrets
    except (OSError, UnicodeDecodeError) as error:
        raise SecretsUnreadable(f"The secrets of this worker cannot be read ({type(error).__name__}).") from None


def _signature(file: Path | None, directory: Path | None) -> _Signature:
    paths = [*([file] if file else []), *(_files(directory) if directory else [])]
    stats = [(str(path), path.stat()) for path in paths]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def _from_file(file: Path | None) -> JsonObject:
    if file is None:
        return {}
    text = _text(file)
    try:
        found = read_source(text, str(file), Syntax.YAML).value
    except Unreadable:
        raise SecretsUnreadable("POINTSMAN_SECRETS_FILE holds neither JSON nor YAML.") from None
    if not isinstance(found, dict):
        raise SecretsUnreadable("POINTSMAN_SECRETS_FILE must hold an object: name to text or object.")
    return found


def _from_directory(directory: Path | None) -> JsonObject:
    """A file is a text, a directory an object, as Kubernetes mounts secrets; hidden names are its own bookkeeping."""
    found: JsonObject = {}
    for path in _files(directory) if directory else ():
        *parents, name = path.relative_to(directory).parts if directory else ()
        owner = found
        for parent in parents:
            inner = owner.setdefault(parent, {})
            owner = inner if isinstance(inner, dict) else owner
        owner[name] = _text(path).removesuffix("\n")
    return found


def _files(directory: Path, depth: int = 0) -> list[Path]:
    found: list[Path] = []
    for path in sorted(directory.iterdir()):
        if path.name.startswith("."):
            continue
        if path.is_dir() and depth < _DEEPEST:
            found += _files(path, depth + 1)
        elif path.is_file():
            found.append(path)
    return found


def _text(path: Path) -> str:
    if path.stat().st_size > _LARGEST:
        raise SecretsUnreadable(f"A file with secrets has more than {_LARGEST:,} bytes.")
    return path.read_text("utf-8")
