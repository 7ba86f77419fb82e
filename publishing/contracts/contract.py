"""What a contract is: fields with rules, how files call them, and what is expected of the whole."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from functools import cached_property
from typing import Literal

from layers import api as layers

Others = Literal["keep", "leave"]
Level = Literal["stop", "warn"]
Rule = Literal["rows", "fall", "removed", "rejected", "empty", "emptier", "overlap", "size"]
RULES: tuple[Rule, ...] = ("rows", "fall", "removed", "rejected", "empty", "emptier", "overlap", "size")


@dataclass(frozen=True)
class ContractField:
    """A field, and how it looks in files.

    Attributes:
        field: as the collection will have it.
        aliases: what files call it; compared without case, diacritics and signs.
        spellings: of a code list: the code as text, and how files write it.
        usual: the range in which most such values lie; tells a diameter in inches from one in millimetres.
    """

    field: layers.Field
    aliases: tuple[str, ...] = ()
    spellings: Mapping[str, tuple[str, ...]] = attribute(default_factory=dict, hash=False)
    usual: tuple[float, float] | None = None

    @property
    def name(self) -> str:
        """Name of the field."""
        return self.field.name


@dataclass(frozen=True)
class Expectation:
    """What is expected of all rows together, so that a worse version does not replace a good one.

    Attributes:
        rule: "rows": at least `limit` rows; "fall": the number of rows falls by at most this share; "removed": at most
            this share of the present rows is absent; "rejected": at most this share of the file's rows is left out;
            "empty": at most this share of the rows has no value in `field`; "emptier": the share of rows without a
            value rises by at most this much, in `field` or in any; "overlap": at least this share of the smaller one
            of both boxes (draft, present) lies in the other; "size": the mean length or area changes at most by this
            factor.
        limit: a share (0 to 1), a number of rows, or a factor.
        field: for "empty" and "emptier".
        level: "stop": only an approver can let it through, with a reason; "warn": it is told.
    """

    rule: Rule
    limit: float
    field: str = ""
    level: Level = "stop"


@dataclass(frozen=True, kw_only=True)
class Contract:
    """The rules of one kind of data.

    Attributes:
        id: as of a collection; also the name of its file.
        version: grows with every change in the database; 0 for a shipped one that nobody changed.
        theme: of the collections that follow it.
        geometry_type: of their features; a table of rows without places has "Point" and `place_required` False.
        topology: what the features are in a network.
        place_required: rows without a place are refused.
        called: what layers and files of such data are called.
        others: what becomes of columns that no field takes: kept under their own name, or left out.
    """

    id: str
    title_vi: str
    title_en: str
    theme: str
    geometry_type: str
    fields: tuple[ContractField, ...]
    version: int = 0
    description_vi: str = ""
    description_en: str = ""
    topology: layers.Topology = ""
    place_required: bool = True
    called: tuple[str, ...] = ()
    others: Others = "keep"
    expectations: tuple[Expectation, ...] = ()

    @cached_property
    def by_name(self) -> dict[str, ContractField]:
        """The fields by their names."""
        return {known.name: known for known in self.fields}

    @property
    def key(self) -> str:
        """The field that tells which row is which, "" without one."""
        return next((known.name for known in self.fields if known.field.role == "key"), "")

    def collection(
        self,
        collection_id: str,
        *,
        owner: str,
        title_vi: str = "",
        title_en: str = "",
        more: tuple[layers.Field, ...] = (),
        public: bool = False,
    ) -> layers.CollectionSpec:
        """A collection that follows the contract.

        Args:
            collection_id: its id.
            owner: code of the organisation that answers for the data.
            title_vi: instead of the contract's own; likewise `title_en`.
            title_en: see `title_vi`.
            more: columns of a file that are kept beside the contract's fields.
            public: the public may read it.
        """
        return layers.CollectionSpec(
            id=collection_id,
            title_vi=title_vi or self.title_vi,
            title_en=title_en or self.title_en,
            description_vi=self.description_vi,
            description_en=self.description_en,
            theme=self.theme,
            geometry_type=self.geometry_type,
            fields=(*(known.field for known in self.fields), *more),
            owner=owner,
            public=public,
            editable=True,
            contract=self.id,
            topology=self.topology,
        )


def contract_of(spec: layers.CollectionSpec) -> Contract:
    """What a collection without a contract asks of its rows: its own fields and their rules, nothing more."""
    return Contract(
        id=spec.contract or spec.id,
        title_vi=spec.title_vi,
        title_en=spec.title_en,
        description_vi=spec.description_vi,
        description_en=spec.description_en,
        theme=spec.theme,
        geometry_type=spec.geometry_type,
        topology=spec.topology,
        place_required=False,
        fields=tuple(ContractField(known) for known in spec.fields),
    )
