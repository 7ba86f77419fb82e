"""What a submission is going to be: its layer, its contract, the description of its collection, its incoming rows."""

from dataclasses import replace

from django.core.exceptions import ObjectDoesNotExist

from geo_server.core.subject import Subject, system
from layers import api as layers

from .contracts import CONTRACT, UNIT, Contract, Mapping, contract_from
from .errors import UnknownLayer
from .kinds import Choice, Proposal, SourceLayer
from .models import Submission
from .orders import MODES, Mode
from .policy import find_collection
from .quarantine import work_folder
from .stored import layer_from

LAYER = "layer"
"""Id of the question which layer of a file is meant."""

NOWHERE = layers.CollectionSpec(id="incoming", title_vi="", title_en="", theme="", geometry_type="Geometry")


def chosen_layer(submission: Submission) -> SourceLayer | None:
    """The layer that is meant; None if the file has several and nobody has said which.

    Raises:
        UnknownLayer: the file has none of the name that was said.
    """
    known = {document["name"]: document for document in submission.layers}
    name = submission.decisions.get(LAYER) or submission.layer or (next(iter(known)) if len(known) == 1 else "")
    if not name:
        return None
    if name not in known:
        raise UnknownLayer(submission.file_name, name, list(known))
    return layer_from(known[name], work_folder(submission.pk))


def decisions_about(submission: Submission) -> dict[str, str]:
    """What was decided about the rows of the layer; layer, contract and units were questions of our own."""
    return {name: value for name, value in submission.decisions.items() if not is_own(name)}


def is_own(question: str) -> bool:
    """True for a question that is not one of hygiene: which layer, which contract, which unit."""
    return question in (LAYER, CONTRACT) or question.startswith(f"{UNIT}:")


def chosen_contract(submission: Submission) -> str:
    """Id of the contract that was named, chosen, or proposed without anybody objecting; "" for none."""
    if submission.contract_id:
        return str(submission.contract_id)
    offered = next((one["choices"][0]["value"] for one in submission.proposals if one["id"] == CONTRACT), "")
    return str(submission.decisions.get(CONTRACT, offered))


def question_of_layers(submission: Submission) -> Proposal:
    """Which of the layers is meant, with the number of rows of each."""
    choices = tuple(
        Choice(one["name"], f"{one['name']} ({one['rows']} dòng)", f"{one['name']} ({one['rows']} rows)")
        for one in submission.layers
    )
    return Proposal(
        id=LAYER,
        text_vi=f"Tệp có {len(choices)} lớp: hãy chọn một lớp cho hồ sơ này.",
        text_en=f"The file has {len(choices)} layers: choose the one that this submission is about.",
        choices=choices,
        evidence={"layers": {one["name"]: one["rows"] for one in submission.layers}},
        sure=False,
    )


def known_spec(collection_id: str) -> layers.CollectionSpec | None:
    """The whole description of a collection, retired ones too; None if the id is free."""
    known = find_collection(collection_id)
    if known is None:
        return None
    if known.status != "retired":
        return layers.describe(system("publishing"), collection_id=collection_id)
    plain = {name: getattr(known, name) for name in layers.CollectionSpec.__dataclass_fields__}
    return layers.CollectionSpec(**plain)


def contract_in(submission: Submission) -> Contract:
    """The contract as it was when the rows were checked."""
    return contract_from(submission.contract or {})


def mapping_in(submission: Submission) -> Mapping:
    """The mapping as it was when the rows were checked."""
    return Mapping.from_document(submission.mapping or {})


def sender_of(submission: Submission) -> Subject:
    """Who handed it in, with the rights that he has now; somebody who is gone has those of the public."""
    kind, _, name = submission.created_by.partition(":")
    if kind == "system":
        return system(name)
    try:
        return layers.subject_of_user(int(name))
    except (ObjectDoesNotExist, ValueError):
        return Subject(key=submission.created_by, name=submission.created_by_name)


def name_of(submission: Submission) -> str:
    """What the sender calls it: the name of the layer if he chose one, else of the file."""
    named = submission.decisions.get(LAYER) or (submission.layer if len(submission.layers) > 1 else "")
    return named or submission.file_name.rpartition(".")[0] or submission.file_name


def spec_of(submission: Submission) -> layers.CollectionSpec:
    """The description that the collection has after the publication.

    A collection that exists keeps its titles, style, theme and rights; fields that are new are added to it.
    """
    contract, mapping = contract_in(submission), mapping_in(submission)
    known = known_spec(submission.collection)
    if known is None:
        return _new_spec(submission, contract, mapping)
    asked = {field.name: field for field in (*(one.field for one in contract.fields), *mapping.kept)}
    kept = tuple(asked.pop(field.name, field) for field in known.fields)
    follows = chosen_contract(submission) or known.contract
    return replace(known, fields=(*kept, *asked.values()), contract=follows, topology=contract.topology)


def incoming_of(submission: Submission) -> layers.Incoming:
    """The table of its rows; only the fields that the file brings are compared and written."""
    spec = spec_of(submission)
    brought = {match.field for match in mapping_in(submission).matches if match.field}
    fields = tuple(field for field in spec.fields if field.name in brought)
    return layers.Incoming(submission.incoming_name, replace(spec, fields=fields))


def mode_of(submission: Submission) -> Mode:
    """What its rows are to those that are there."""
    return next(mode for mode in MODES if mode == submission.mode)


def key_of(submission: Submission) -> str:
    """The field that tells which row is which: the one that was said, by either name; else the contract's own."""
    mapping = mapping_in(submission)
    fields = {match.field for match in mapping.matches if match.field}
    if submission.key:
        return mapping.field_of(submission.key) or submission.key
    own = contract_in(submission).key
    return own if own in fields and submission.mode != "append" else ""


def _new_spec(submission: Submission, contract: Contract, mapping: Mapping) -> layers.CollectionSpec:
    wishes = submission.wishes
    spec = contract.collection(
        submission.collection,
        owner=submission.owner,
        title_vi=wishes.get("title_vi", ""),
        title_en=wishes.get("title_en", wishes.get("title_vi", "")),
        more=mapping.kept,
        public=bool(wishes.get("public", True)),
    )
    return replace(
        spec,
        theme=wishes.get("theme") or spec.theme,
        contract=chosen_contract(submission),
        storage_crs=wishes.get("storage_crs", spec.storage_crs),
    )
