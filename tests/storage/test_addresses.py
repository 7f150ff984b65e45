"""Addresses of databases, as people and Prisma write them."""

import pytest

from domain.errors import InvalidInput
from storage.database import sqlalchemy_url


def test_a_plain_address_gets_the_driver() -> None:
    assert sqlalchemy_url("postgresql://ada:s3cret@db:5433/shop") == "postgresql+psycopg://ada:s3cret@db:5433/shop"


def test_the_backends_address_can_be_used_as_it_is() -> None:
    prisma = "postgresql://ada:p%40ss@db/shop?schema=public&connection_limit=5&sslmode=require"
    assert sqlalchemy_url(prisma) == "postgresql+psycopg://ada:p%40ss@db/shop?sslmode=require"


def test_what_is_no_address_is_told_without_repeating_it() -> None:
    with pytest.raises(InvalidInput, match="postgresql://user:password@host:port/database") as refusal:
        sqlalchemy_url("s3cret, not an address")
    assert "s3cret" not in str(refusal.value)
