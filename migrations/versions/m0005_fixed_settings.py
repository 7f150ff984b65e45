"""Settings of a template stay as they were made; an execution knows its interpreter, and whether it is awaited."""

from alembic import op

from migrations.report import say

revision = "0005"
down_revision = "0004"

# Every run before this migration was started with interpreter 1; a custom workflow has none. A default that is there
# when the column is added costs nothing, however many rows there are.
RUN_COLUMNS = """
ALTER TABLE pointsman.execution_run
    ADD COLUMN interpreter_version text DEFAULT '1',
    ADD COLUMN awaited boolean NOT NULL DEFAULT true;
ALTER TABLE pointsman.execution_run ALTER COLUMN interpreter_version DROP DEFAULT;
UPDATE pointsman.execution_run r SET interpreter_version = NULL
FROM public."WorkflowExecution" e
JOIN public."WorkflowTemplateVersion" v ON v.id = e."workflowTemplateVersionId"
JOIN pointsman.template_setting s ON s.template_id = v."workflowTemplateId"
WHERE e.id = r.execution_id AND s.format = 'custom'"""

# A template without a row is Open Workflow: making it custom later, or taking the row away, would change its format
# too. When a template is deleted, its row is gone before the deletion cascades to its settings.
FIXED_SETTING = """
CREATE FUNCTION pointsman.check_fixed_setting() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    sentence constant text :=
        'Format, workflow type, task queue and schema of a template are fixed when it is made. Make another template.';
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM public."WorkflowTemplate" WHERE id = OLD.template_id) THEN
            PERFORM pointsman.refuse(sentence);
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' AND ((OLD.format, OLD.workflow_type, OLD.task_queue, OLD.definition_schema)
        IS DISTINCT FROM (NEW.format, NEW.workflow_type, NEW.task_queue, NEW.definition_schema)
        OR (OLD.template_id <> NEW.template_id
            AND EXISTS (SELECT FROM public."WorkflowTemplate" WHERE id = OLD.template_id))) THEN
        PERFORM pointsman.refuse(sentence);
    END IF;
    IF TG_OP = 'INSERT' AND NEW.format <> 'open-workflow'
        AND EXISTS (SELECT FROM public."WorkflowTemplateVersion" WHERE "workflowTemplateId" = NEW.template_id) THEN
        PERFORM pointsman.refuse(sentence);
    END IF;
    RETURN NEW;
END $$"""

TRIGGER = """
CREATE TRIGGER fixed_setting BEFORE INSERT OR UPDATE OR DELETE ON pointsman.template_setting
    FOR EACH ROW EXECUTE FUNCTION pointsman.check_fixed_setting()"""


def upgrade() -> None:
    """Add two columns to ``execution_run`` and the trigger that keeps settings of templates as they are."""
    for statement in RUN_COLUMNS.split(";\n"):
        op.execute(statement)
    op.execute(FIXED_SETTING)
    op.execute(TRIGGER)
    say("Added interpreter version and awaited to execution_run; settings of templates are fixed from now on.")
