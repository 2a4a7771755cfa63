"""Events, hand-overs, ratings, and when a session was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; sessions of before count as last used when they were opened."""
    op.add_column("session", sa.Column("touched_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE session SET touched_at = created_at")
    with op.batch_alter_table("session") as batch_op:
        batch_op.alter_column("touched_at", nullable=False)
        batch_op.create_index("ix_session_touched_at", ["touched_at"], unique=False)
    with op.batch_alter_table("turn") as batch_op:
        batch_op.create_index("ix_turn_created_at", ["created_at"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_event_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index("ix_event_session_id_id", "event", ["session_id", "id"], unique=False)
    op.create_table(
        "handoff",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("packet", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_handoff_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handoff")),
    )
    op.create_index("ix_handoff_state_created_at", "handoff", ["state", "created_at"], unique=False)
    op.create_index("ix_handoff_session_id", "handoff", ["session_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("session_id", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_rating_session_id")),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_rating")),
    )


def downgrade() -> None:
    """Drop what was made."""
    op.drop_table("rating")
    op.drop_table("handoff")
    op.drop_table("event")
    with op.batch_alter_table("turn") as batch_op:
        batch_op.drop_index("ix_turn_created_at")
    with op.batch_alter_table("session") as batch_op:
        batch_op.drop_index("ix_session_touched_at")
        batch_op.drop_column("touched_at")
