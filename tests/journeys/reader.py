"""A person at the browser: opens pages, waits for scripts, hears what the console complains about."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import Page, expect

IDLE = '[data-testid="stApp"][data-test-script-state="notRunning"]'
Scheme = Literal["light", "dark"]


@dataclass
class Reader:
    """One person's tab; ``complaints`` collects what the browser's console called an error."""

    page: Page
    url: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path of the app and wait until its script has run."""
        self.page.goto(self.url + path)
        self.idle()
        return self.page

    def idle(self) -> None:
        """Wait until no script runs."""
        expect(self.page.locator(IDLE)).to_be_attached(timeout=30_000)

    def listen(self) -> None:
        """Collect errors of the console from now on."""
        self.page.on(
            "console", lambda message: self._heard(message.type, message.text, message.location.get("url", ""))
        )
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _heard(self, kind: str, text: str, location: str) -> None:
        # A web app that is away is asked again, which is no fault; to ask where nothing is would be one.
        if kind == "error" and ("/_stcore/" not in location or "404" in text):
            self.complaints.append(f"{text} ({location})")
