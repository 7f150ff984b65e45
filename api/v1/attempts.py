"""The first attempt to start on Temporal, made while the caller waits, but never for long."""

from concurrent.futures import Future
from threading import Semaphore, Thread
from time import monotonic

from domain.errors import PointsmanError
from services._intake import Receipt
from services.attempt_start import attempt_start

PATIENCE_SECONDS = 2.0
REST_SECONDS = 5.0


class Attempts:
    """At most ``threads`` attempts at once, each waited for two seconds.

    What is recorded is started anyway: by the attempt that goes on unwaited for, or by the dispatcher. So after an
    attempt that Temporal did not answer, none is made for five seconds, and requests are taken on as fast as PostgreSQL
    records them.
    """

    def __init__(self, threads: int) -> None:
        self.free, self.resting_until = Semaphore(threads), 0.0

    def make(self, recorded: Receipt) -> Receipt:
        """What is known of the execution when the attempt has ended, or when its time is over."""
        if recorded.execution_id is None or monotonic() < self.resting_until:
            return recorded
        if not self.free.acquire(timeout=PATIENCE_SECONDS):
            return recorded
        going: Future[Receipt] = Future()
        Thread(target=self._attempt, args=(recorded.execution_id, going), daemon=True).start()
        try:
            found = going.result(PATIENCE_SECONDS)
        except (TimeoutError, PointsmanError):
            found = recorded
        if found.outcome is None:
            self.resting_until = monotonic() + REST_SECONDS
        return found

    def _attempt(self, execution_id: str, going: Future[Receipt]) -> None:
        try:
            going.set_result(attempt_start(execution_id))
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            going.set_exception(error)
        finally:
            self.free.release()
