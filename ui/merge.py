"""Two JSON texts side by side in the browser: folded, searched, walked from change to change."""

from dataclasses import dataclass
from typing import Literal

from domain.diff.side_texts import SideTexts
from domain.open_workflow.redacting import HIDDEN
from ui.piece import piece


@dataclass(frozen=True)
class Jump:
    """A line of one of the texts to go to, counted from zero; ``id`` tells one click from the next."""

    id: str
    side: Literal["old", "new"]
    line: int


def can_merge() -> bool:
    """False where the browser piece has not been built."""
    return piece("merge") is not None


def show_merge(
    sides: SideTexts, names: tuple[str, str], *, key: str, texts_id: str, height: int = 680, jump: Jump | None = None
) -> None:
    """Show both texts, at most ``height`` pixels high; ``texts_id`` changes whenever they do."""
    merge = piece("merge")
    if merge is None:
        return
    data = {
        "id": texts_id,
        "old": sides.old,
        "new": sides.new,
        "names": names,
        "blocks": [[*old, *new] for old, new in sides.blocks],
        "moved": sides.moved,
        "height": height,
        "jump": None if jump is None else {"id": jump.id, "side": jump.side, "line": jump.line},
        "hidden": HIDDEN,
    }
    merge(data=data, key=key, height="content")
