"""The registry of screens: one script in ``pages/`` each, its address, its title and its place in the menu."""

from dataclasses import dataclass
from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parent.parent / "pages"


@dataclass(frozen=True)
class Screen:
    """One screen; ``name`` is its file in ``pages/`` and, but for the start page, its address."""

    name: str
    title: str
    icon: str
    section: str
    about: str
    in_menu: bool = True

    def page(self) -> st.Page:
        """This screen as Streamlit's page object; meaningful only while a script runs."""
        return st.Page(
            PAGES / f"{self.name}.py",
            title=self.title,
            icon=self.icon,
            url_path="" if self.name == "overview" else self.name,
            default=self.name == "overview",
            visibility="visible" if self.in_menu else "hidden",
            help=self.about,
        )


SCREENS = (
    Screen("overview", "Overview", ":material/space_dashboard:", "", "What runs now and what went wrong."),
    Screen("executions", "Executions", ":material/alt_route:", "Run", "Every execution, newest first, with filters."),
    Screen("start", "Start", ":material/play_circle:", "Run", "Start a workflow by hand, by template or by entity."),
    Screen(
        "foresee", "What would it start?", ":material/visibility:", "Run", "What a purchase would start, and why not."
    ),
    Screen("start_many", "Start many", ":material/playlist_play:", "Run", "Start many of a kind from a CSV."),
    Screen(
        "recovery", "Recovery", ":material/healing:", "Run", "What failed and was not made good, by what went wrong."
    ),
    Screen("jobs", "Jobs", ":material/checklist:", "Run", "Actions on many executions, and many starts."),
    Screen("deliveries", "Deliveries", ":material/inbox:", "Run", "Every request to start something, and its outcome."),
    Screen("templates", "Templates", ":material/schema:", "Design", "The catalogue of templates."),
    Screen("links", "Links", ":material/link:", "Design", "Which catalogue entry or product starts which template."),
    Screen("coverage", "Coverage", ":material/rule:", "Design", "What is sold without a link, and links in vain."),
    Screen("compare", "Compare", ":material/difference:", "Design", "Two versions of a template, side by side."),
    Screen("job", "Job", ":material/checklist:", "Run", "One action on many things.", in_menu=False),
    Screen("act", "Act on many", ":material/checklist:", "Run", "One action on all that fit a filter.", in_menu=False),
    Screen("retry", "Retry", ":material/replay:", "Run", "Go on from the task that failed.", in_menu=False),
    Screen("rerun", "Rerun", ":material/restart_alt:", "Run", "The same work once more.", in_menu=False),
    Screen(
        "drift", "Drift", ":material/sync_problem:", "Operate", "Status and runtime status disagree: why, and a fix."
    ),
    Screen("tokens", "API tokens", ":material/key:", "Operate", "Which programs may use the HTTP API."),
    Screen("template", "Template", ":material/schema:", "Design", "One template.", in_menu=False),
    Screen("version", "Version", ":material/history:", "Design", "One version of a template.", in_menu=False),
    Screen("execution", "Execution", ":material/alt_route:", "Run", "One execution with its family.", in_menu=False),
)


def screen(name: str) -> Screen:
    """The screen of this name. Raises ``KeyError`` for a name that is not registered."""
    return {each.name: each for each in SCREENS}[name]


def menu() -> dict[str, list[st.Page]]:
    """All screens by section of the menu: always every one, or a deep link would miss its page."""
    sections: dict[str, list[st.Page]] = {}
    for each in SCREENS:
        sections.setdefault(each.section, []).append(each.page())
    return sections
