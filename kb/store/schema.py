"""The tables of the knowledge base; `hotline/migrations` makes them, a test holds both equal."""

from sqlalchemy import (
    JSON,
    Boolean,
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

from kb.store.times import Moment

# Constraints have names of their own, so that a migration can change them on any database.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)

region = Table(
    "region",
    metadata,
    Column("code", String(200), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("parent", String(200), ForeignKey("region.code")),
    Column("aliases", JSON, nullable=False),
)

# Sources are numbered by their first import: an item's name is that of the first source.
source = Table(
    "source",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("name", String(100), nullable=False, unique=True),
    Column("imported_at", Moment, nullable=False),
)

# One row a version. The draft is what is `current`; a generation g holds the versions with
# since <= g < until (until null: still in the newest), so 87,000 rows are not copied a publish.
record = Table(
    "record",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("source", String(100), ForeignKey("source.name"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("code", String(200), nullable=False),
    Column("record_id", String(12), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("current", Boolean, nullable=False),
    Column("since", Integer),
    Column("until", Integer),
    UniqueConstraint("record_id", "version"),
    Index("ix_record_code_since", "code", "since"),
    Index("ix_record_source_current", "source", "current"),
)

generation = Table(
    "generation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("created_at", Moment, nullable=False),
    Column("digest", String(64), nullable=False),  # of what it holds
    Column("records", Integer, nullable=False),
    Column("encoder", String(200), nullable=False),
    Column("calibration", JSON, nullable=False),  # of P(right), fitted when it was published
)

# One row: the generation that is served. Publishing and rolling back are an update of it.
live = Table(
    "live",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, ForeignKey("generation.number"), nullable=False),
)
