"""What somebody says when he hands something in: plain values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Mode = Literal["replace", "append", "upsert"]
MODES: tuple[Mode, ...] = ("replace", "append", "upsert")


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How a collection that does not exist yet shall be called and who may read it; None: as the contract says.

    Attributes:
        public: the public may read it; the owner's members always may.
    """

    title_vi: str | None = None
    title_en: str | None = None
    theme: str | None = None
    public: bool = True


@dataclass(frozen=True, kw_only=True)
class Order:
    """What shall become of a file.

    Attributes:
        collection_id: None: made from the name of the file.
        owner: code of the organisation that answers for a new collection; None: the sender's own.
        layer: of a file with several, "" for the only one.
        mode: "replace": the file is the whole new content; "append" adds; "upsert" changes by the key and adds.
        key: the field that tells which row is which, as the file or the contract calls it.
        since: from when the rows are true; None: from the publication.
        contract_id: of a contract; "": that of the collection, else one made from the file.
        leave_out_faulty: go on without the rows that do not fit; they are reported.
        decisions: id of a proposal to the choice that the sender has made already.
        mapping: the file's column to the contract's field, None for a column that is left out; the rest is proposed.
        reason: for the history; "": the name of the file.
    """

    collection_id: str | None = None
    owner: str | None = None
    layer: str = ""
    mode: Mode = "replace"
    key: str = ""
    since: datetime | None = None
    contract_id: str = ""
    leave_out_faulty: bool = False
    decisions: Mapping[str, str] = field(default_factory=dict)
    mapping: Mapping[str, str | None] = field(default_factory=dict)
    reason: str = ""
    wishes: Wishes = field(default_factory=Wishes)
