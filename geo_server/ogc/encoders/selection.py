"""What an encoder is given, and what an encoder is."""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from geo_server.core.subject import Subject
from layers import api as layers


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Features of one collection that shall be written.

    Attributes:
        collection: as the subject knows it.
        query: which features, in which CRS, with which fields.
        fields: those whose values a row carries, in order.
        members: further members of a JSON document (links, numberMatched); other formats have no place for them.
        rows: the rows of a page, in the form that the encoder reads; None for all that match, as a stream.
    """

    subject: Subject
    collection: layers.Collection
    query: layers.ItemsQuery
    fields: Sequence[layers.Field]
    members: dict[str, Any] = field(default_factory=dict)
    rows: Sequence[layers.Row] | None = None

    @property
    def is_page(self) -> bool:
        """True if the order of the features matters to the reader and there are few."""
        return self.rows is not None

    @contextmanager
    def batches(self, form: layers.RowForm) -> Iterator[Iterator[Sequence[layers.Row]]]:
        """The rows, some hundreds at a time; each call begins anew, its end lets go of the database."""
        if self.rows is not None:
            yield iter([self.rows])
            return
        rows = layers.stream_rows(self.subject, collection_id=self.collection.id, query=self.query, form=form)
        with closing(rows):
            yield rows


Encode = Callable[[Selection], Generator[bytes]]


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """One format of features.

    Attributes:
        name: value of the parameter `f`.
        extension: of a file, without the dot.
        title: what people call the format.
        form: the form of rows that it reads.
        is_document: JSON, read in place; others are saved as files.
        profile: of a media type that has several (RFC 6906), empty for the plain one.
        encode: the pieces of the file in order; memory stays flat however many features there are.
        encode_one: the same for a single feature where that is another document, None where it is not.
    """

    name: str
    media_type: str
    extension: str
    title: str
    form: layers.RowForm
    encode: Encode
    encode_one: Encode | None = None
    is_document: bool = False
    profile: str = ""
