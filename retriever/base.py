"""The published base as it is served: one generation, opened for finding and looking up."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from time import perf_counter

from haystack import Document

from kb.entries import EntryKind
from kb.life_events import LifeEvent
from kb.notices import Notice
from kb.records import Faq, Guide, Item, RecordKind, kind_of, name_of
from kb.store import Store, StoredRecord
from retriever.calibration import Calibration
from retriever.elements import prepare
from retriever.encoders.encoder import Encoder
from retriever.fields import Field
from retriever.ranking import Ranked, find_candidates, rank
from retriever.results import Hit, Query, Results
from retriever.snapshot import Snapshot
from retriever.wording import Wording, wordings

# Records of so many items are kept in memory; an item with sixteen districts is a few dozen KB.
_KEPT = 2048
_REJECTED = 10


class Base:
    """Finding in one generation; threads may share it."""

    def __init__(
        self,
        *,
        store: Store,
        generation: int,
        snapshot: Snapshot,
        encoder: Encoder,
        calibration: Calibration,
    ) -> None:
        self.generation = generation
        self.regions = store.regions()
        self._store = store
        self._snapshot = snapshot
        self._encoder = encoder
        self._calibration = calibration
        acting = snapshot.ranker.choice or calibration
        self.answer_at = acting.answer_at
        self.offer_at = acting.offer_at
        # Made now, not while the first citizen waits.
        snapshot.tokenizer, snapshot.item_documents  # noqa: B018
        snapshot.hearing.put_right("身分证")
        prepare()
        self.records = lru_cache(maxsize=_KEPT)(self._find_records)

    def _find_records(self, item_code: str) -> tuple[StoredRecord, ...]:
        """All published records of an item, question or document, whichever catalogues have it."""
        own = self._snapshot.joined.get(item_code, item_code)
        found = self._store.find(own, self.generation)
        for other in self._others.get(own, ()):
            found += tuple(
                replace(each, record=replace(each.record, item_code=own))
                for each in self._store.find(other, self.generation)
                if isinstance(each.record, Guide | Item)
            )
        return found

    @cached_property
    def _others(self) -> Mapping[str, tuple[str, ...]]:
        """The codes that each code stands for beside its own."""
        found: dict[str, tuple[str, ...]] = {}
        for code, own in self._snapshot.joined.items():
            found[own] = (*found.get(own, ()), code)
        return found

    def name(self, item_code: str) -> str:
        """The name of an item: that of the first source that describes it."""
        return name_of(self.records(item_code)[0].record)

    def is_entry(self, item_code: str) -> bool:
        """True where the code is that of a question, a policy or a life event, not of an item."""
        kinds = {kind_of(each.record) for each in self.records(item_code)}
        return bool(kinds) and not kinds & {RecordKind.GUIDE, RecordKind.ITEM}

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """Every temporary notice of the generation, whether it holds today or not."""
        held = self._store.of_kind(RecordKind.NOTICE, self.generation)
        return tuple(each.record for each in held if isinstance(each.record, Notice))

    @cached_property
    def life_events(self) -> tuple[str, ...]:
        """The names of the generation's life events."""
        held = self._store.of_kind(RecordKind.LIFE_EVENT, self.generation)
        return tuple(dict.fromkeys(name_of(each.record) for each in held))

    @cached_property
    def situations(self) -> frozenset[str]:
        """Every situation that a guide of the base is for."""
        documents = self._snapshot.fields[Field.NAMES].store.filter_documents()
        return frozenset(each.meta["situation"] for each in documents if each.meta["situation"])

    def find(self, query: Query) -> Results:
        """Ranked hits, one an item, and the next best that were cut off."""
        started = perf_counter()
        asked = self._wording(query.text)
        encoded = perf_counter()
        found = find_candidates(self._snapshot, asked, query.regions)
        ranked = rank(self._snapshot, asked, found, self._calibration).head(query.k + _REJECTED)
        hits = self._hits(ranked)
        done = perf_counter()
        return Results(
            generation=self.generation,
            hits=tuple(hits[: query.k]),
            rejected=tuple(hits[query.k :]),
            timings_ms={"encode": (encoded - started) * 1000, "search": (done - encoded) * 1000},
        )

    def _wording(self, text: str) -> dict[Field, Wording]:
        snapshot = self._snapshot
        encode = self._encoder.encode
        return wordings([text], encode, snapshot.tokenizer, snapshot.ranker, snapshot.hearing)[0]

    def _hits(self, ranked: Ranked) -> list[Hit]:
        documents = self._documents(ranked)
        return [
            self._hit(document.meta, document.content or "", float(p), float(s))
            for document, p, s in zip(documents, ranked.probabilities, ranked.scores, strict=True)
        ]

    def _documents(self, ranked: Ranked) -> Sequence[Document]:
        """The documents in ranked order, read with one query a field."""
        found: dict[int, Document] = {}
        for field in set(ranked.fields):
            places = [n for n, each in enumerate(ranked.fields) if each is field]
            store = self._snapshot.fields[Field(field)].store
            found |= dict(zip(places, store.get(ranked.positions[places]), strict=True))
        return [found[place] for place in range(len(ranked))]

    def _hit(self, meta: dict[str, str], matched: str, probability: float, score: float) -> Hit:
        kind = EntryKind(meta["kind"])
        region, text = None, meta["name"]
        if kind is not EntryKind.ITEM:
            region, text = self._entry(meta["item_code"], meta["entry_id"], matched)
        return Hit(
            item_code=meta["item_code"],
            name=meta["name"],
            region=region,
            entry_id=meta["entry_id"],
            element=None,
            kind=kind,
            probability=probability,
            text=text,
            score=score,
            matched=matched,
            situation=meta["situation"],
        )

    def _entry(self, item_code: str, entry_id: str, matched: str) -> tuple[str | None, str]:
        """Region and text: a question's whole answer, or the passage, which is what was matched."""
        for stored in self.records(item_code):
            if entry_id.startswith(f"{stored.record_id}."):
                record = stored.record
                match record:
                    case Faq():
                        text = record.answer
                    case LifeEvent():
                        text = record.text
                    case _:
                        text = matched
                return stored.record_region, text
        return None, matched
