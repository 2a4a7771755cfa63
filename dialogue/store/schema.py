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

from kb.store.schema import NAMING
from kb.store.times import Moment

metadata = MetaData(naming_convention=NAMING)

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
