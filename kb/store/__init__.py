"""Where versions of records and the numbered generations are kept."""

from kb.store.database import open_database, writing
from kb.store.draft import Draft
from kb.store.generations import Generation, Generations, GenerationUnknown
from kb.store.rows import StoredRecord
from kb.store.store import Store

__all__ = [
    "Draft",
    "Generation",
    "GenerationUnknown",
    "Generations",
    "Store",
    "StoredRecord",
    "open_database",
    "writing",
]
