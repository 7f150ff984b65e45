"""Which definitions run which others is found by an index, however many templates there are."""

from alembic import op

from migrations.report import say

revision = "0006"
down_revision = "0005"

# Names alone, and cut: an entry of the index may have 2,700 bytes, while a draft may hold any text. Who asks compares
# namespace, name and version with the definition itself afterwards.
NAMES = """
CREATE FUNCTION pointsman.names_run_by(definition jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT left(called ->> 'name', 200)), '{}')
    FROM jsonb_path_query(definition, 'strict $.**.run.workflow', '{}', true) called
    WHERE called ->> 'name' IS NOT NULL
$$"""
INDEX = """
CREATE INDEX IF NOT EXISTS pointsman_version_runs ON public."WorkflowTemplateVersion"
USING gin (pointsman.names_run_by(definition))"""

CALLERS = """
CREATE OR REPLACE FUNCTION pointsman.callers_of(called public."WorkflowTemplateVersion")
RETURNS SETOF public."WorkflowTemplateVersion" LANGUAGE sql STABLE AS $$
    SELECT * FROM public."WorkflowTemplateVersion" caller
    WHERE caller.id <> called.id
      AND pointsman.names_run_by(caller.definition) @> ARRAY[left(called.definition -> 'document' ->> 'name', 200)]
      AND jsonb_path_exists(
            caller.definition,
            'strict $.**.run.workflow ? (@.namespace == $namespace && @.name == $name && @.version == $version)',
            jsonb_build_object('namespace', called.definition -> 'document' -> 'namespace',
                               'name', called.definition -> 'document' -> 'name',
                               'version', called.version),
            true)
$$"""


def upgrade() -> None:
    """Create the index and let the search for callers use it."""
    for statement in (NAMES, INDEX, CALLERS):
        op.execute(statement)
    say("Created the index of the workflows that definitions run.")
