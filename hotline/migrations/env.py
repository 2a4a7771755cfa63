"""Alembic's entry: one history for the tables of the knowledge base and of the conversations."""

from alembic import context

import dialogue.store.schema
import kb.store.schema

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=[kb.store.schema.metadata, dialogue.store.schema.metadata],
    render_as_batch=True,  # SQLite changes a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
