"""Settings of a link: made at their first change, and an input expression that jq accepts."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.json_types import JsonValue
from domain.open_workflow.shape import expression_in
from runtime.expressions.compiling import compile_expressions
from services._ledger import record
from services._words import optional
from storage.database import WriteSession
from storage.own_tables import LinkSetting

LONGEST_EXPRESSION = 20_000


@dataclass(frozen=True)
class Deed:
    """Who changes a link and why, and the template that it starts."""

    actor: str
    reason: str
    template_id: str


def setting_of(session: WriteSession, link_id: str) -> LinkSetting:
    """The settings of a link; made where the backend made the link and set none."""
    setting = session.get(LinkSetting, link_id)
    if setting is None:
        setting = LinkSetting(link_id=link_id, enabled=True)
        session.add(setting)
    return setting


def switch(session: WriteSession, setting: LinkSetting, enabled: bool, deed: Deed) -> None:
    """Enable or disable a link, with its row of the ledger."""
    was, setting.enabled = setting.enabled, enabled
    _record(session, setting, "link.enable" if enabled else "link.disable", ("enabled", was, enabled), deed)


def express(session: WriteSession, setting: LinkSetting, expression: str | None, deed: Deed) -> None:
    """Set a link's input expression, with its row of the ledger."""
    was, setting.input_expression = setting.input_expression, expression
    _record(session, setting, "link.expression", ("inputExpression", was, expression), deed)


def checked_expression(expression: str | None) -> str | None:
    """The trimmed expression, None for none. Raises: InvalidInput for what jq does not compile."""
    wanted = optional(expression, "input expression", LONGEST_EXPRESSION)
    refusal = expression_refusals([wanted])[0] if wanted else None
    if refusal:
        raise InvalidInput("input expression", f"jq does not accept it: {refusal}")
    return wanted


def expression_refusals(expressions: list[str]) -> list[str | None]:
    """Why jq compiles each of them not, in jq's words; None where it does. Expressions of links have no variables."""
    return compile_expressions([(expression_in(each) or each, frozenset()) for each in expressions])


def _record(
    session: WriteSession, setting: LinkSetting, action: str, change: tuple[str, JsonValue, JsonValue], deed: Deed
) -> None:
    name, was, now = change
    record(
        session,
        deed.actor,
        action,
        ("link", setting.link_id),
        template_id=deed.template_id,
        before={name: was},
        after={name: now},
        reason=deed.reason,
    )
