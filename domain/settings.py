"""The settings: environment variables with the prefix POINTSMAN_, each explained in docs/settings.md."""

import getpass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from domain.chargebee_types import STARTING, parse_types
from domain.http_targets import parse_targets
from domain.instance import running_instance


class Settings(BaseSettings):
    """All settings. An empty variable counts as unset."""

    model_config = SettingsConfigDict(env_prefix="POINTSMAN_", frozen=True, env_ignore_empty=True)

    data_dir: Path = Field(
        default=Path(".pointsman"),
        description="Where `pointsman up` keeps its PostgreSQL cluster, Temporal's journal, logs and state.",
    )
    host: str = Field(default="127.0.0.1", description="The address that the web app listens on.")
    port: int = Field(
        default=8501,
        ge=1,
        le=65535,
        description="The port of the web app. `pointsman up` takes the next free one when it is in use.",
    )
    allowed_hosts: str = Field(
        default="localhost,127.0.0.1,::1",
        description="Host names under which browsers reach the web app, separated by commas, without ports. "
        "`*.example.com` allows every name below, `*` any name at all.",
    )
    database_url: str | None = Field(
        default=None,
        description="PostgreSQL to use, as `postgresql://user:password@host:port/database`. "
        "When unset, `pointsman up` starts a PostgreSQL of its own.",
    )
    database_pool_size: int = Field(
        default=10, ge=1, le=200, description="Connections to PostgreSQL that one web or worker process keeps open."
    )
    temporal_address: str | None = Field(
        default=None,
        description="`host:port` of the Temporal frontend to use. "
        "When unset, `pointsman up` starts a development server of its own.",
    )
    temporal_namespace: str = Field(default="default", description="The Temporal namespace for all executions.")
    temporal_ui_url: str | None = Field(
        default=None, description="Address of the Temporal UI that pages link to. When unset, there are no such links."
    )
    task_queue: str = Field(
        default="pointsman", description="The Temporal task queue that Pointsman's own workers poll."
    )
    http_allow: str = Field(
        default="*",
        description="Hosts that `call: http` and `call: openapi` may reach, separated by commas: names, "
        "`*.example.com`, `*` for all, addresses and networks such as `10.0.0.0/8`. Link-local, multicast and cloud "
        "metadata addresses are reached only when a network in this list holds them.",
    )
    secrets_file: Path | None = Field(
        default=None,
        description="A JSON or YAML file with the secrets of definitions: an object, name to text or object. "
        "Workers alone read it, again whenever it has changed.",
    )
    secrets_dir: Path | None = Field(
        default=None,
        description="A directory with the secrets of definitions as Kubernetes mounts them: a file for each, "
        "a directory for one with parts. Workers alone read it. It wins over the file where both have a name.",
    )
    events_url: str | None = Field(
        default=None,
        description="Where `emit` sends its events, as CloudEvents in structured HTTP mode. "
        "When unset, they are not sent.",
    )
    chargebee_site: str | None = Field(
        default=None,
        description="The Chargebee site whose products are known, such as `acme`, or a whole address that answers in "
        "its place.",
    )
    chargebee_api_key: SecretStr | None = Field(
        default=None, description="A key of that site that may read item prices."
    )
    chargebee_user: str | None = Field(
        default=None,
        description="The user name with which Chargebee calls `/webhooks/chargebee`. When it or the password is unset, "
        "the webhook is off.",
    )
    chargebee_password: SecretStr | None = Field(
        default=None, description="The password with which Chargebee calls `/webhooks/chargebee`."
    )
    chargebee_events: str = Field(
        default=STARTING,
        description="Types of Chargebee's events that start work, separated by commas. Every other event leaves a "
        "delivery that says so.",
    )
    chargebee_trials: bool = Field(
        default=False,
        description="Whether a subscription in its trial counts as bought. When false, its items start when it "
        "becomes active.",
    )
    metrics_token: SecretStr | None = Field(
        default=None,
        description="A token that `/metrics` asks for, as `Authorization: Bearer TOKEN`. When unset, whoever reaches "
        "the web app may read it.",
    )
    api_body_limit: int = Field(
        default=1024 * 1024, ge=1024, description="The largest body that the HTTP API takes, in bytes."
    )
    api_rate: int = Field(
        default=6000,
        ge=1,
        description="Requests that one token may make in a minute, and in one go, to each process of the web app.",
    )
    api_bad_token_rate: int = Field(
        default=60,
        ge=1,
        description="Requests with a bad token that one address may make in a minute before it is told to wait.",
    )
    actor: str | None = Field(
        default=None,
        description="The name that the ledger records when nobody is signed in. When unset, the operating system user.",
    )
    demo: bool = Field(default=True, description="Whether `pointsman up` fills an empty database with demo data.")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="The lowest level that is logged."
    )
    log_format: Literal["auto", "console", "json"] = Field(
        default="auto", description="How log lines look. `auto` means `console` on a terminal and `json` elsewhere."
    )

    @field_validator("http_allow")
    @classmethod
    def _targets(cls, listed: str) -> str:
        parse_targets(listed)
        return listed

    @field_validator("chargebee_events")
    @classmethod
    def _event_types(cls, listed: str) -> str:
        parse_types(listed)
        return listed

    @field_validator("events_url")
    @classmethod
    def _web_address(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return url


_reading = Lock()


def get_settings() -> Settings:
    """The settings of this process, read once, until `forget_settings`.

    Addresses that are unset come from the instance that runs in the data directory, when there is one,
    so that every command finds the database and the Temporal server of a `pointsman up` in another shell.
    """
    with _reading:
        return _read()


def forget_settings() -> None:
    """Let the settings be read again; what another thread is reading just now is forgotten, too."""
    with _reading:
        _read.cache_clear()


@cache
def _read() -> Settings:
    settings = Settings()
    if settings.database_url and settings.temporal_address:
        return settings
    instance = running_instance(settings.data_dir)
    if instance is None:
        return settings
    known = instance.model_dump(include={"database_url", "temporal_address", "temporal_ui_url"}, exclude_none=True)
    return settings.model_copy(update={name: url for name, url in known.items() if getattr(settings, name) is None})


def default_actor() -> str:
    """Who acts where nobody is signed in: the configured actor, else the operating system's user."""
    return get_settings().actor or getpass.getuser()
