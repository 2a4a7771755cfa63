"""The tables of the conversations; `hotline/migrations` makes them."""

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
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
    Column("touched_at", Moment, nullable=False),  # the last turn; retention counts from it
    Index("ix_session_touched_at", "touched_at"),
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
    Index("ix_turn_created_at", "created_at"),
)

# What happened in a session, numbered over all sessions: a client resumes behind the last it saw.
event = Table(
    "event",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("session_id", String(32), ForeignKey("session.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("body", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Index("ix_event_session_id_id", "session_id", "id"),
)

handoff = Table(
    "handoff",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("session_id", String(32), ForeignKey("session.id"), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("state", String(20), nullable=False),
    Column("packet", JSON, nullable=False),  # masked
    Column("created_at", Moment, nullable=False),
    Index("ix_handoff_state_created_at", "state", "created_at"),
    Index("ix_handoff_session_id", "session_id"),
)

# One a session: who rates again changes their mind.
rating = Table(
    "rating",
    metadata,
    Column("session_id", String(32), ForeignKey("session.id"), primary_key=True),
    Column("score", Integer, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("comment", Text),  # masked
    Column("created_at", Moment, nullable=False),
)
