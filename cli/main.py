"""The command line: `pointsman COMMAND`. A command per file."""

import sys
from typing import Any

import typer
from pydantic import ValidationError
from typer.core import TyperGroup

from cli.demo.command import demo
from cli.diff import diff_versions
from cli.doctor import doctor
from cli.migrate import migrate
from cli.run import run
from cli.start import start
from cli.status import status
from cli.tokens import tokens
from cli.up import up
from cli.validate import validate
from cli.web import web
from cli.worker import worker
from domain.errors import PointsmanError


class TroubleInSentences(TyperGroup):
    """Expected trouble is a sentence on stderr and exit code 1, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except PointsmanError as error:
            print(error, file=sys.stderr)
        except OSError as error:
            if error.filename is None:
                raise
            print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        except ValidationError as error:
            if error.title != "Settings":
                raise
            for fault in error.errors():
                print(
                    f"POINTSMAN_{str(fault['loc'][0]).upper()}: {fault['msg']}. See docs/settings.md.", file=sys.stderr
                )
        raise typer.Exit(1)


app = typer.Typer(
    cls=TroubleInSentences,
    help="The control room for workflow templates that run on Temporal.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("diff")(diff_versions)
app.add_typer(tokens, name="tokens")
for command in (up, status, doctor, migrate, demo, validate, run, start, web, worker):
    app.command()(command)
