"""The one statement that records a request: its delivery, and the execution that it starts."""

from datetime import timedelta
from functools import cache

FIRST_ATTEMPT_LEASE = timedelta(seconds=15)
"""How long the process that took the request may try alone before the dispatcher takes over."""
START_DEADLINE = timedelta(hours=24)
"""How long starting is tried while Temporal is away."""
ALWAYS = "SELECT"
"""What a decision rests on, for a decision that rests on nothing that could change."""
ACTIVE = """
    SELECT FROM public."WorkflowTemplate" t
    WHERE t.id = %(template)s AND t."activeVersionId" = %(version)s AND t.name = %(called)s"""
LINKED = f"""{ACTIVE} AND EXISTS (
        SELECT FROM public."WorkflowTemplateLink" l LEFT JOIN pointsman.link_setting ls ON ls.link_id = l.id
        WHERE l.id = %(link)s AND l."workflowTemplateId" = t.id AND l."entityId" = %(entity)s
          AND l."entityType" = %(entity_type)s::public."WorkflowLinkType" AND coalesce(ls.enabled, true)
          AND ls.input_expression IS NOT DISTINCT FROM %(expression)s)"""
_OPENED = """
    INSERT INTO pointsman.delivery
        (id, source, source_event_id, entity_type, entity_id, payload, received_at, request, digest, actor, reason,
         template_id, inbound_event_id, outcome, detail, execution_id)
    SELECT %(delivery)s, %(source)s, %(event)s, %(entity_type)s::public."WorkflowLinkType", %(entity)s, %(payload)s,
           clock_timestamp(), %(asked)s, %(digest)s, %(actor)s, %(reason)s, %(template)s, %(inbound)s, %(outcome)s,
           %(detail)s, %(execution)s
    FROM grounds
    ON CONFLICT (source, source_event_id) WHERE outcome IS DISTINCT FROM 'DUPLICATE' DO NOTHING
    RETURNING id"""
_REOPENED = """
    UPDATE pointsman.delivery
    SET payload = %(payload)s, template_id = %(template)s, outcome = %(outcome)s, detail = %(detail)s,
        execution_id = %(execution)s
    FROM grounds WHERE id = %(delivery)s RETURNING id"""
_EXECUTION = f""",
execution AS (
    INSERT INTO public."WorkflowExecution" (id, name, "workflowTemplateVersionId", context)
    SELECT %(execution)s, %(name)s, %(version)s, %(context)s FROM delivery),
run AS (
    INSERT INTO pointsman.execution_run
        (execution_id, kind, origin, delivery_id, started_by, reason, input, next_attempt_at, start_deadline,
         interpreter_version, customer_id, subscription_id, service_request_id, task_group_id)
    SELECT %(execution)s, %(kind)s, %(origin)s, id, %(actor)s, %(reason)s, %(input)s,
           now() + interval '{FIRST_ATTEMPT_LEASE.total_seconds()} s',
           now() + interval '{START_DEADLINE.total_seconds()} s',
           %(interpreter)s, %(customer)s, %(subscription)s, %(request)s, %(group)s
    FROM delivery),
ledger AS (
    INSERT INTO pointsman.ledger (actor, action, subject_type, subject_id, template_id, after, reason)
    SELECT %(actor)s, 'execution.start', 'execution', %(execution)s, %(template)s,
           jsonb_build_object('versionId', %(version)s::text, 'origin', %(origin)s::text, 'kind', %(kind)s::text),
           %(reason)s
    FROM delivery)"""
_REQUEST = """,
request AS (
    UPDATE public."ServiceRequest" SET "workflowExecutionId" = %(execution)s FROM delivery
    WHERE public."ServiceRequest".id = %(request)s)"""
_GROUP = """,
task_group AS (
    UPDATE public."ServiceRequestTaskGroup" SET "workflowExecutionId" = %(execution)s FROM delivery
    WHERE public."ServiceRequestTaskGroup".id = %(group)s)"""


@cache
def statement(again: bool, grounds: str, starts: bool, has_request: bool, has_group: bool) -> str:
    """Put together the statement for a request: ``again`` for a known delivery, ``starts`` for one with an execution.

    Its one row is the id of the delivery, None for a duplicate, and whether the grounds held.
    """
    parts = ((_EXECUTION, starts), (_REQUEST, has_request), (_GROUP, has_group))
    written = "".join(part for part, is_wanted in parts if is_wanted)
    return f"""
WITH grounds AS MATERIALIZED ({grounds}),
delivery AS ({_REOPENED if again else _OPENED}){written}
SELECT (SELECT id FROM delivery), EXISTS (SELECT FROM grounds)"""
