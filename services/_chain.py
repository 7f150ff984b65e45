"""The walk from an entity to what it starts, by the rules of a real start; see `foresee_start`."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from domain.definition import input_schema
from domain.foresight import Foresight, Need, Part, Running, State, Step, Subflows, Target
from domain.json_types import JsonValue
from domain.orders import Order
from domain.vocabulary import ExecutionStatus, Outcome
from services._routes import NoInput, Route, input_of, route_of
from services._service_requests import unknown_reference
from services._subflows import subflows_of
from services.list_payloads import newest_payloads
from storage.own_tables import ExecutionRun
from storage.shared_tables import WorkflowExecution, WorkflowTemplateVersion

MOST_RUNNING = 20
_OPEN = (ExecutionStatus.CREATED, ExecutionStatus.STARTED)


class Chain:
    """One walk along the chain; steps gather in their order."""

    def __init__(self, session: Session, order: Order) -> None:
        self._session, self._order = session, order
        self._steps: list[Step] = []
        self._outcome: Outcome | None = Outcome.STARTED

    def follow(self) -> Foresight:
        route = route_of(self._session, self._order.entity_type, self._order.entity_id)
        self._link(route)
        if route is None:
            return Foresight(self._order, self._outcome, tuple(self._steps))
        self._version(route)
        payload_of, has_input, value = self._input(route)
        running, subflows = self._customer(route), self._subflows(route)
        return Foresight(
            order=self._order,
            outcome=self._outcome,
            steps=tuple(self._steps),
            target=_target(route),
            payload_of=payload_of,
            has_input=has_input,
            input=value,
            running=running,
            subflows=subflows,
        )

    def _say(self, part: Part, state: State, sentence: str, need: Need | None = None) -> None:
        self._steps.append(Step(part, state, sentence, need))

    def _stop(self, part: Part, outcome: Outcome, sentence: str, need: Need | None = None) -> None:
        self._say(part, State.OBSTACLE, sentence, need)
        if self._outcome in (Outcome.STARTED, None):
            self._outcome = outcome

    def _link(self, route: Route | None) -> None:
        if route is None:
            self._stop(Part.LINK, Outcome.NO_LINK, "No link names it, so it starts nothing.", Need.ADD_LINK)
        elif not route.enabled:
            said = f"Its link to “{route.template_name}” is disabled."
            self._stop(Part.LINK, Outcome.LINK_DISABLED, said, Need.ENABLE_LINK)
        else:
            self._say(Part.LINK, State.CLEAR, f"Its link leads to “{route.template_name}”.")

    def _version(self, route: Route) -> None:
        if route.version is None:
            said = f"“{route.template_name}” is switched off: no version is active."
            self._stop(Part.VERSION, Outcome.NO_ACTIVE_VERSION, said, Need.ACTIVATE_VERSION)
        else:
            self._say(Part.VERSION, State.CLEAR, f"{route.version.version} is its active version.")

    def _input(self, route: Route) -> tuple[str | None, bool, JsonValue]:
        payload, payload_of = self._order.payload, None
        if payload is None:
            newest = newest_payloads(self._session, self._order.entity_type, self._order.entity_id, 1)
            if not newest:
                self._no_payload()
                return None, False, None
            payload, payload_of = newest[0].value, newest[0].delivery_id
        try:
            value = input_of(route.expression, payload)
        except NoInput as error:
            self._stop(Part.INPUT, Outcome.INVALID_INPUT, str(error), Need.MEND_INPUT)
            return payload_of, False, None
        self._judge(route, value)
        return payload_of, True, value

    def _no_payload(self) -> None:
        said = "No event of it came yet: paste a payload to see the input that it makes."
        self._say(Part.INPUT, State.UNKNOWN, said, Need.GIVE_PAYLOAD)
        if self._outcome is Outcome.STARTED:
            self._outcome = None

    def _judge(self, route: Route, value: JsonValue) -> None:
        made = "made by the link's expression" if route.expression else "the payload as it is"
        if route.version is None:
            self._say(Part.INPUT, State.UNKNOWN, f"The input is {made}; no version is active to hold it against.")
            return
        rules = route.version.rules(self._session)
        refusal = rules.refusal(value, self._order.context)
        if refusal:
            self._stop(Part.INPUT, Outcome.INVALID_INPUT, refusal, Need.MEND_INPUT)
            return
        body = rules.definition
        has_schema = isinstance(body, dict) and input_schema(body) is not None
        fits = "and fits the input schema" if has_schema else "and the version asks for no schema"
        self._say(Part.INPUT, State.CLEAR, f"The input is {made}, {fits}.")

    def _customer(self, route: Route) -> tuple[Running, ...]:
        request, context = self._order.service_request_id, self._order.context or {}
        refusal = unknown_reference(self._session, request, None)
        if refusal:
            self._stop(Part.CUSTOMER, Outcome.INVALID_INPUT, refusal)
            return ()
        customer = context.get("customerId")
        named = [each for each in (customer, request) if isinstance(each, str) and each]
        if not named:
            said = "No customer and no service request is named, so nobody can be looked up."
            self._say(Part.CUSTOMER, State.UNKNOWN, said)
            return ()
        running = _running(self._session, route.template_id, str(customer or ""), request)
        who = " and ".join(f"“{each}”" for each in named)
        if running:
            number = _counted(str(len(running)), "open execution")
            said = f"{who}: {number} of this template already; another one would start beside."
            self._say(Part.CUSTOMER, State.NOTICE, said, Need.SEE_RUNNING)
        else:
            self._say(Part.CUSTOMER, State.CLEAR, f"{who}: no execution of this template is open.")
        return running

    def _subflows(self, route: Route) -> Subflows:
        if route.version is None:
            return Subflows()
        if route.version.is_custom:
            said = "Only its own team’s worker knows what it goes on to start."
            self._say(Part.SUBFLOWS, State.UNKNOWN, said)
            return Subflows()
        found = subflows_of(self._session, route.version.version_id, route.version.rules(self._session).definition)
        number = f"{len(found.rows)}{' or more' if found.is_cut else ''}"
        if found.missing:
            said = f"Of {_counted(number, 'sub-workflow')}, {found.missing} cannot be told or run: see below."
            self._say(Part.SUBFLOWS, State.NOTICE, said, Need.SEE_VERSION)
        elif found.rows:
            self._say(Part.SUBFLOWS, State.CLEAR, f"It goes on to run {_counted(number, 'sub-workflow')}.")
        else:
            self._say(Part.SUBFLOWS, State.CLEAR, "It runs no other workflow.")
        return found


def _counted(number: str, what: str) -> str:
    return f"{number} {what}" if number == "1" else f"{number} {what}s"


def _target(route: Route) -> Target:
    version = route.version
    return Target(
        route.link_id,
        route.template_id,
        route.template_name,
        version.version_id if version else None,
        version.version if version else None,
    )


def _running(session: Session, template_id: str, customer: str, request: str | None) -> tuple[Running, ...]:
    execution, run = WorkflowExecution, ExecutionRun
    named = [
        column == value for column, value in ((run.customer_id, customer), (run.service_request_id, request)) if value
    ]
    query = (
        select(execution.id, execution.name, execution.status, execution.created_at)
        .join(run, run.execution_id == execution.id)
        .join(WorkflowTemplateVersion, WorkflowTemplateVersion.id == execution.version_id)
        .where(WorkflowTemplateVersion.template_id == template_id, execution.status.in_(_OPEN), or_(*named))
        .order_by(execution.created_at.desc(), execution.id.desc())
        .limit(MOST_RUNNING)
    )
    return tuple(Running(*row) for row in session.execute(query))
