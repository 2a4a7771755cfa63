"""What a run asks: the hotline in this process, or a running server. Both search as citizens do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Protocol

from api.client import ClientError, HotlineClient, ProblemReturned
from dialogue.errors import NotReady
from dialogue.service import Service
from eval.errors import ServerUnusable
from kb.errors import RegionUnknown
from kb.records import Record, RecordKind, code_of, kind_of
from kb.store import Store
from retriever.results import Hit
from retriever.tokens import normalise


@dataclass(frozen=True, kw_only=True)
class FoundHit:
    """One hit as a run keeps it; the text only as a digest, by which equal texts are known."""

    code: str
    name: str
    kind: str
    entry_id: str
    region: str | None
    element: str | None
    probability: float
    says: str  # digest of the normalised text


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one question found."""

    generation: int
    hits: tuple[FoundHit, ...]
    rejected: tuple[FoundHit, ...]  # the next best that were cut off
    timings_ms: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Published:
    """What is being asked: figures of two runs compare when these are equal, or say why not."""

    generation: int
    digest: str | None  # of the records; None where a server does not tell
    encoder: str | None
    records: int | None
    url: str | None = None


class Finder(Protocol):
    """Something that finds; threads may share it."""

    def published(self) -> Published:
        """What is served now.

        Raises:
            NotReady: nothing is.
            ServerUnusable: a server does not answer.
        """
        ...

    def find(self, question: str, *, region: str | None, k: int) -> Found:
        """Search as a citizen's question is searched.

        Raises:
            RegionUnknown, MessageInvalid, ServerUnusable.
        """
        ...

    def region_code(self, region: str) -> str:
        """The code of a region as a case writes it.

        Raises:
            RegionUnknown, ServerUnusable.
        """
        ...

    def records(self) -> Mapping[str, Sequence[Record]] | None:
        """Published records by code; None where a server does not show them."""
        ...


class InProcess:
    """The hotline in this process."""

    def __init__(self, service: Service, store: Store) -> None:
        self._service = service
        self._store = store

    def published(self) -> Published:
        """See `Finder.published`."""
        number = self._service.generation
        generation = next(e for e in self._store.generations.all() if e.number == number)
        return Published(
            generation=number,
            digest=generation.digest,
            encoder=generation.encoder,
            records=generation.records,
        )

    def find(self, question: str, *, region: str | None, k: int) -> Found:
        """See `Finder.find`."""
        results = self._service.search(question, region=region, k=k)
        return Found(
            generation=results.generation,
            hits=tuple(map(_kept, results.hits)),
            rejected=tuple(map(_kept, results.rejected)),
            timings_ms=results.timings_ms,
        )

    def region_code(self, region: str) -> str:
        """See `Finder.region_code`."""
        return self._service.regions().resolve(region).code

    def records(self) -> Mapping[str, Sequence[Record]]:
        """See `Finder.records`."""
        by_code: dict[str, list[Record]] = {}
        for stored in self._store.records(self._service.generation):
            by_code.setdefault(code_of(stored.record), []).append(stored.record)
        return by_code


class OverHttp:
    """A running server, asked through the typed client."""

    def __init__(self, client: HotlineClient, url: str) -> None:
        self._client = client
        self._url = url

    def published(self) -> Published:
        """See `Finder.published`."""
        try:
            generation = self._client.ready().generation
        except ClientError as error:
            raise refusal(self._url, error) from error
        return Published(
            generation=generation, digest=None, encoder=None, records=None, url=self._url
        )

    def find(self, question: str, *, region: str | None, k: int) -> Found:
        """See `Finder.find`; a server tells no rejected hits and no timings of its own."""
        try:
            answer = self._client.search(question, region=region, k=k)
        except ClientError as error:
            raise refusal(self._url, error) from error
        hits = tuple(
            FoundHit(
                code=hit.item_code,
                name=hit.name,
                kind=hit.kind,
                entry_id=hit.entry_id,
                region=hit.region,
                element=hit.element,
                probability=hit.probability,
                says=digest_of_text(hit.text),
            )
            for hit in answer.hits
        )
        return Found(generation=answer.generation, hits=hits, rejected=())

    def region_code(self, region: str) -> str:
        """See `Finder.region_code`; the server is asked whether it knows the region."""
        try:
            self._client.search("办事", region=region, k=1)
        except ProblemReturned as error:
            if any(each.field == "region" for each in error.problem.errors):
                choices = tuple(error.problem.choices)
                raise RegionUnknown(region, choices, ambiguous=False) from error
            raise refusal(self._url, error) from error
        except ClientError as error:
            raise refusal(self._url, error) from error
        return region

    def records(self) -> None:
        """See `Finder.records`."""
        return


def digest_of_text(text: str) -> str:
    """Twelve hex digits by which equal texts are known."""
    return sha256(normalise(text).encode()).hexdigest()[:12]


def kind_of_code(records: Sequence[Record]) -> RecordKind:
    """What a code is; an item that has guides is a guide."""
    kinds = {kind_of(each) for each in records}
    return next(kind for kind in RecordKind if kind in kinds)


def _kept(hit: Hit) -> FoundHit:
    return FoundHit(
        code=hit.item_code,
        name=hit.name,
        kind=hit.kind,
        entry_id=hit.entry_id,
        region=hit.region,
        element=hit.element,
        probability=hit.probability,
        says=digest_of_text(hit.text),
    )


def refusal(url: str, error: ClientError) -> Exception:
    """What a client's error means to a run: nothing published, or a server of no use."""
    if isinstance(error, ProblemReturned) and error.problem.status == 503:  # noqa: PLR2004
        return NotReady(f"{url}: {error.problem.detail}")
    named = str(error) if url in str(error) else f"{url}: {error}"
    return ServerUnusable(named)
