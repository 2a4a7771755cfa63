"""The tables of the conversations; `hotline/migrations` makes them."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from kb.store.times import Moment

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

session = Table(
    "session",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("token_hash", String(64), nullable=False),  # the token itself is never stored
    Column("channel", String(40), nullable=False),
    Column("state", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
)

turn = Table(
    "turn",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("session_id", String(32), ForeignKey("session.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("client_turn_id", String(100)),
    Column("question", Text, nullable=False),  # masked
    Column("body", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    UniqueConstraint("session_id", "seq"),
    UniqueConstraint("session_id", "client_turn_id"),
)
