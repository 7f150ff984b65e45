"""One order being written."""

from dataclasses import dataclass

from domain.errors import NotAllowed
from domain.ids import new_id


@dataclass
class Draft:
    """One order, kept by the session; an action may change it without touching Streamlit.

    ``key`` makes it one start, however often it is sent; ``asked`` is the address that filled the fields; ``like`` the
    execution it reruns, ``unlike`` why it could not be filled like one; ``lacking`` why a version that was asked for
    cannot be started; ``refused`` the sentence and the delivery of the last refusal.
    """

    key: str
    asked: dict[str, str] | None = None
    like: str | None = None
    unlike: str | None = None
    version_asked: bool = False
    lacking: str | None = None
    refused: tuple[str, str] | None = None

    def renew(self) -> None:
        """The next order is another one."""
        self.key = new_id()

    def take(self, sentence: str, delivery_id: str, execution_id: str | None) -> str:
        """Note what came of the order, so that the next one is another, and return the execution's id.

        Raises: NotAllowed with ``sentence`` when nothing was started.
        """
        self.renew()
        if execution_id is None:
            self.refused = (sentence, delivery_id)
            raise NotAllowed(sentence)
        self.asked = self.refused = None
        return execution_id
