"""The rules that no writer can break, the backend included: triggers that refuse with a sentence (SQLSTATE PM001)."""

from alembic import op
from sqlalchemy import text

from migrations.report import say

revision = "0003"
down_revision = "0002"

REFUSE = """
CREATE FUNCTION pointsman.refuse(sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', sentence USING ERRCODE = 'PM001';
END $$"""

# FOR SHARE makes a concurrent deprecation of the version wait for this activation, and the other way round. The lock on
# the template's row in check_version_change shows a move of the pointer to writers with an older snapshot (REPEATABLE
# READ), as a serialization failure.
ACTIVE_VERSION = """
CREATE FUNCTION pointsman.check_active_version() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    found public."WorkflowTemplateVersion";
BEGIN
    SELECT * INTO found FROM public."WorkflowTemplateVersion" WHERE id = NEW."activeVersionId" FOR SHARE;
    IF found.id IS NULL THEN
        RETURN NEW;
    END IF;
    IF found."workflowTemplateId" <> NEW.id THEN
        PERFORM pointsman.refuse('The active version must belong to the same template.');
    END IF;
    IF found.status <> 'PUBLISHED' THEN
        PERFORM pointsman.refuse(format('Version %s is %s; only a published version can be active.',
                                        found.version, lower(found.status::text)));
    END IF;
    RETURN NEW;
END $$"""

VERSION_CHANGE = """
CREATE FUNCTION pointsman.check_version_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> 'DRAFT' AND (OLD.definition, OLD.version, OLD."versionNote", OLD."workflowTemplateId")
        IS DISTINCT FROM (NEW.definition, NEW.version, NEW."versionNote", NEW."workflowTemplateId") THEN
        PERFORM pointsman.refuse(format('Version %s is %s and can never be edited.',
                                        OLD.version, lower(OLD.status::text)));
    END IF;
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN
        (('DRAFT', 'PUBLISHED'), ('PUBLISHED', 'DEPRECATED'), ('DEPRECATED', 'PUBLISHED')) THEN
        PERFORM pointsman.refuse(format('Version %s cannot go from %s to %s.',
                                        OLD.version, lower(OLD.status::text), lower(NEW.status::text)));
    END IF;
    IF NEW.status <> 'PUBLISHED' AND OLD.status = 'PUBLISHED' THEN
        PERFORM FROM public."WorkflowTemplate" WHERE id = OLD."workflowTemplateId" FOR SHARE;
        IF EXISTS (SELECT FROM public."WorkflowTemplate" WHERE "activeVersionId" = OLD.id) THEN
            PERFORM pointsman.refuse(format('Version %s is the active one and cannot be deprecated.', OLD.version));
        END IF;
    END IF;
    RETURN NEW;
END $$"""

# A template's deletion cascades to its versions after the template's row is gone: those pass in any status, unless
# another template's definition calls them.
VERSION_DELETE = """
CREATE FUNCTION pointsman.check_version_delete() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    caller text;
BEGIN
    IF OLD.status <> 'DRAFT'
        AND EXISTS (SELECT FROM public."WorkflowTemplate" WHERE id = OLD."workflowTemplateId") THEN
        PERFORM pointsman.refuse(format('Version %s is %s; only drafts can be deleted.',
                                        OLD.version, lower(OLD.status::text)));
    END IF;
    IF EXISTS (SELECT FROM public."WorkflowTemplate" WHERE "activeVersionId" = OLD.id) THEN
        PERFORM pointsman.refuse(format('Version %s is the active one and cannot be deleted.', OLD.version));
    END IF;
    SELECT t.name || ' ' || v.version INTO caller FROM pointsman.callers_of(OLD) v
        JOIN public."WorkflowTemplate" t ON t.id = v."workflowTemplateId" LIMIT 1;
    IF caller IS NOT NULL THEN
        PERFORM pointsman.refuse(format('Version %s is called by %s and cannot be deleted.', OLD.version, caller));
    END IF;
    RETURN OLD;
END $$"""

CALLERS = """
CREATE FUNCTION pointsman.callers_of(called public."WorkflowTemplateVersion")
RETURNS SETOF public."WorkflowTemplateVersion" LANGUAGE sql STABLE AS $$
    SELECT * FROM public."WorkflowTemplateVersion" caller
    WHERE caller.id <> called.id
      AND called.definition -> 'document' ->> 'name' IS NOT NULL
      AND jsonb_path_exists(
            caller.definition,
            'strict $.**.run.workflow ? (@.namespace == $namespace && @.name == $name && @.version == $version)',
            jsonb_build_object('namespace', called.definition -> 'document' -> 'namespace',
                               'name', called.definition -> 'document' -> 'name',
                               'version', called.version),
            true)
$$"""

LEDGER = """
CREATE FUNCTION pointsman.keep_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pointsman.refuse('The ledger is append-only: its rows are never changed or deleted.');
    RETURN NULL;
END $$"""

TRIGGERS = """
CREATE TRIGGER pointsman_active_version BEFORE INSERT OR UPDATE OF "activeVersionId" ON public."WorkflowTemplate"
    FOR EACH ROW WHEN (NEW."activeVersionId" IS NOT NULL) EXECUTE FUNCTION pointsman.check_active_version();
CREATE TRIGGER pointsman_version_change BEFORE UPDATE ON public."WorkflowTemplateVersion"
    FOR EACH ROW EXECUTE FUNCTION pointsman.check_version_change();
CREATE TRIGGER pointsman_version_delete BEFORE DELETE ON public."WorkflowTemplateVersion"
    FOR EACH ROW EXECUTE FUNCTION pointsman.check_version_delete();
CREATE TRIGGER keep_ledger BEFORE UPDATE OR DELETE ON pointsman.ledger
    FOR EACH ROW EXECUTE FUNCTION pointsman.keep_ledger();
CREATE TRIGGER keep_ledger_whole BEFORE TRUNCATE ON pointsman.ledger
    FOR EACH STATEMENT EXECUTE FUNCTION pointsman.keep_ledger()"""

BREAKING_ROWS = """
SELECT format('Template “%s” (%s) has version %s active, which %s. Left as it is.', t.name, t.id, v.version,
              CASE WHEN v."workflowTemplateId" <> t.id THEN 'belongs to another template'
                   ELSE 'is ' || lower(v.status::text) END)
FROM public."WorkflowTemplate" t JOIN public."WorkflowTemplateVersion" v ON v.id = t."activeVersionId"
WHERE v."workflowTemplateId" <> t.id OR v.status <> 'PUBLISHED'
ORDER BY t.id"""


def upgrade() -> None:
    """Create the rule triggers, then list the rows that break a rule already."""
    for statement in (REFUSE, ACTIVE_VERSION, VERSION_CHANGE, CALLERS, VERSION_DELETE, LEDGER):
        op.execute(statement)
    for statement in TRIGGERS.split(";\n"):
        op.execute(statement)
    say("Created the rule triggers.")
    for (sentence,) in op.get_bind().execute(text(BREAKING_ROWS)):
        say(sentence)
