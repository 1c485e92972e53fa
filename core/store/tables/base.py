"""What every table is made with."""

from sqlalchemy import BigInteger, Boolean, Column, Identity, Integer, MetaData, false

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Id = BigInteger().with_variant(Integer, "sqlite")

NEVER_AGAIN = True
"""Ids of rows that are dropped in time are not given to other rows: the outbox is keyed by them."""


def id_column() -> Column[int]:
    return Column("id", Id, Identity(), primary_key=True)


def flag(name: str) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=false())
