"""What keeps a link from doing its work, or makes it doubtful that anybody needs it."""

from datetime import timedelta
from enum import StrEnum

QUIET = timedelta(days=90)
"""A link that did not fire for this long is worth a look."""


class Gap(StrEnum):
    """Why a link is worth a look. A link may have several."""

    OFF = "off"
    REFUSED = "refused"
    QUIET = "quiet"
