"""Errors of the retriever: each names what was asked, what exists and the remedy."""


class RetrieverError(Exception):
    """The retriever could not do what was asked."""


class EncoderUnavailable(RetrieverError):
    """An encoder was named that cannot be loaded here."""

    def __init__(self, asked: str, problem: str, remedy: str) -> None:
        super().__init__(f"Encoder {asked!r} cannot be used: {problem}. {remedy}")
        self.asked = asked


class StoreReadOnly(RetrieverError):
    """A document store that belongs to a snapshot was written to."""

    def __init__(self, folder: str) -> None:
        super().__init__(
            f"The document store in {folder} belongs to a published snapshot and is read-only. "
            "Publish a new generation instead"
        )


class SnapshotMissing(RetrieverError):
    """A snapshot was asked for that is not there."""

    def __init__(self, folder: str) -> None:
        super().__init__(f"There is no snapshot in {folder}. Publish the knowledge base")
        self.folder = folder


class SnapshotDamaged(RetrieverError):
    """A snapshot's file is not what was written when it was built; it must not be served."""

    def __init__(self, folder: str, file: str, problem: str) -> None:
        super().__init__(
            f"Snapshot {folder} is damaged: {file} {problem}. "
            "Serve the last good generation and publish again; nothing else is lost"
        )
        self.folder = folder
        self.file = file
