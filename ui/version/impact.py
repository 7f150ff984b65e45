"""What a change of the points would do, line by line: label at the left, facts at the right, short ones first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial

import streamlit as st

from domain.diff.telling import RISKS, ChangeLine, Risk
from domain.errors import shorten
from services._callers import MOST_CALLERS, Caller
from services._seen import LinkSeen
from services.check_worker import check_worker
from services.forecast import forecast
from services.read_impact import COUNT_LIMIT, Impact, RunningOn, Standing
from services.try_inputs import InputTrials, Trial, try_inputs
from ui.badges import badge
from ui.compare.changes import list_changes
from ui.escape import escape
from ui.execution.asking import ask
from ui.forecast import show_forecast, too_large
from ui.links import link
from ui.version.moved import show_moved_base
from ui.version.sheet import Sheet
from ui.wording import counted

MOST_LINES = 5
MOST_NAMED = 8


def show_impact(sheet: Sheet[Impact], *, activates: bool, also: str = "") -> None:
    """The sheet of a version, one sentence first; what only counts once it is active is left out otherwise."""
    impact = sheet.facts
    sheet.begin()
    st.markdown(f"{_change_of_points(impact) if activates else _stays(impact)} {also}")
    with _row("Changes"):
        _show_changes(impact)
    show_moved_base(impact)
    show_links(impact.standing, f"will start {impact.version}" if activates else "start the active version")
    if activates:
        show_running(impact.standing)
    show_callers(impact.callers, impact.left_callers, impact.version)
    with _row("Recent inputs"):
        sheet.slow("Trying recent inputs", partial(try_inputs, impact.version_id), show_trials)
    if activates:
        with _row("Forecast"):
            ask_forecast = partial(forecast, impact.version_id, impact.seen.active_version_id)
            sheet.slow("Following recent inputs", ask_forecast, show_forecast)
    with _row("Worker"):
        template_id = impact.standing.template_id
        sheet.slow("Asking for a worker", lambda: ask(lambda: check_worker(template_id, ours_too=True)), show_worker)


def show_links(standing: Standing, does: str) -> None:
    """The entities that start the template, the disabled ones apart."""
    on = [each for each in standing.links if each.enabled]
    off = [each for each in standing.links if not each.enabled]
    with _row("Links"):
        if not standing.links:
            st.markdown("None: it is started by hand or by another workflow.")
        if on:
            st.markdown(f"**{counted(len(on), 'link')}** {does}: {_names(on)}")
        if off:
            st.markdown(f":gray[{counted(len(off), 'disabled link')}: {_names(off)}]")


def show_running(standing: Standing) -> None:
    """How many executions go on with the version that they began with."""
    with _row("Running"):
        if not standing.running:
            st.markdown("No execution is running.")
            return
        told = ", ".join(f"{_count(each)} on {escape(each.version)}" for each in standing.running[:MOST_NAMED])
        more = len(standing.running) - MOST_NAMED
        rest = f" and some on {counted(more, 'further version')}" if more > 0 else ""
        st.markdown(f"What runs stays on the version that it began with: {told}{rest}.")


def show_callers(callers: Sequence[Caller], left: Sequence[Caller], number: str, *, lost: bool = False) -> None:
    """Other workflows that run this one, and those that would find nothing any more: with ``lost``, all of them."""
    if not callers and not left:
        return
    with _row("Called by"):
        for caller in callers[:MOST_NAMED]:
            how = "runs the active version" if caller.follows else f"runs exactly {escape(number)}"
            _show_caller(caller, f"{how}, :red[**and would find nothing to run**]" if lost else how)
        if len(callers) > MOST_NAMED:
            most = " or more" if len(callers) == MOST_CALLERS else ""
            st.caption(f"and {len(callers) - MOST_NAMED:,}{most} more")
        for caller in left[:MOST_NAMED]:
            _show_caller(caller, ":red[**would find nothing to run: this version has another name**]")


def show_trials(trials: InputTrials) -> None:
    """Which of the inputs that were sent lately would be refused."""
    if not trials.is_judged:
        st.markdown(
            "Not tried: the workflows of a custom template check their input themselves, and this definition has no "
            "`input.schema.document`."
        )
        return
    if not trials.is_binding:
        st.caption("Held against `input.schema` of the definition; the custom template’s own worker decides.")
    if not any((each.found or each.too_large) for each in (trials.executions, trials.deliveries)):
        st.markdown("None yet.")
    _show_trial(trials.executions, "input", "execution")
    _show_trial(trials.deliveries, "payload", "deliveries")


def show_worker(refusal: str | None) -> None:
    """Whether anybody would run it."""
    if refusal:
        st.markdown(f":orange[:material/engineering:] {escape(refusal)}")
    else:
        st.markdown(":green[:material/check_circle:] A worker polls the task queue.")


def show_lines(lines: Sequence[ChangeLine]) -> None:
    """Counts by risk, and the riskiest changes in words."""
    counts = Counter(line.risk for line in lines)
    st.markdown(" ".join(badge(RISKS[risk], f"{counts[risk]:,}") for risk in Risk if counts[risk]))
    list_changes(_worst(lines), most=MOST_LINES)


def _stays(impact: Impact) -> str:
    if impact.standing.active_version is None:
        return "The template stays off until you activate a version."
    return "New executions go on with the active version until you activate this one."


def _change_of_points(impact: Impact) -> str:
    number, active = escape(impact.version), impact.standing.active_version
    was = f" in place of **{escape(active)}**" if active else "; the template is off until then"
    return f"New executions use **{number}**{was}. What runs now goes on with the version it began with."


def _worst(lines: Sequence[ChangeLine]) -> list[ChangeLine]:
    """The riskiest few; cosmetic ones only where there are no others."""
    heavy = [line for line in lines if line.risk is not Risk.COSMETIC]
    return sorted(heavy or lines, key=lambda line: list(Risk).index(line.risk))[:MOST_LINES]


@contextmanager
def _row(label: str) -> Iterator[None]:
    left, right = st.columns([1, 5], gap="small")
    left.caption(label)
    with right.container(gap=None):
        yield


def _show_changes(impact: Impact) -> None:
    active = impact.standing.active_version
    if active is None:
        st.markdown("No version is active now, so there is nothing to compare with.")
        return
    if impact.seen.active_version_id == impact.version_id:
        st.markdown("This is the active version.")
        return
    if not impact.lines:
        st.markdown(f"Nothing: the definition is that of {escape(active)}, the active version.")
        return
    show_lines(impact.lines)
    more = len(impact.lines) - len(_worst(impact.lines))
    label = f"Compare with {active}" + (f": {more:,} more" if more > 0 else "")
    link("compare", label, a=impact.seen.active_version_id or "", b=impact.version_id)


def _show_caller(caller: Caller, how: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        link("version", f"{shorten(caller.template_name, 60)} {caller.version}", id=caller.version_id)
        st.markdown(how + ("" if caller.is_active else " :gray[(not active itself)]"), width="content")


def _show_trial(trial: Trial, what: str, screen: str) -> None:
    if trial.too_large:
        st.caption(too_large(trial.too_large, what))
    if not trial.found:
        return
    refused, new = trial.refused, [each for each in trial.refused if not each.already]
    of = f"the last {counted(trial.tried, what)}" if trial.tried > 1 else f"the last {what}"
    if not refused:
        st.markdown(f":green[:material/check_circle:] {of[0].upper()}{of[1:]} would be taken.")
    else:
        already = len(refused) - len(new)
        today = f" ({'all' if not new else format(already, ',')} of them today as well)" if already else ""
        st.markdown(f":red[:material/error:] **{len(refused):,}** of {of} would fail{today}:")
    for each in (new or refused)[:3]:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            link(screen, shorten(each.name, 40), id=each.id) if screen == "execution" else link(
                screen, shorten(each.name, 40), entity=each.name
            )
            st.caption(escape(shorten(each.reason, 200)), width="stretch")
    if trial.tried < trial.found:
        st.caption(f"{trial.found - trial.tried:,} more were not tried: checking takes too long.")


def _names(links: Sequence[LinkSeen]) -> str:
    named = ", ".join(f"`{_plain(each.entity_id)}`" for each in links[:MOST_NAMED])
    return named + (f" and {len(links) - MOST_NAMED:,} more" if len(links) > MOST_NAMED else "")


def _plain(text: str) -> str:
    return " ".join(shorten(text, 60).replace("`", "ˋ").split())


def _count(running: RunningOn) -> str:
    return f"{COUNT_LIMIT:,} or more" if running.executions == COUNT_LIMIT else f"{running.executions:,}"
