"""Alembic's entry: one transaction per migration, with lock and statement time-outs."""

from alembic import context
from sqlalchemy import Connection, text


def run() -> None:
    """Run the migrations on the connection that ``migrations.run`` handed over."""
    connection: Connection = context.config.attributes["connection"]
    connection.execute(text("SET lock_timeout = '10s'"))
    connection.execute(text("SET statement_timeout = '30min'"))
    connection.commit()
    context.configure(connection=connection, transaction_per_migration=True, **context.config.attributes["options"])
    with context.begin_transaction():
        context.run_migrations()


run()
