"""What is read and proposed, as plain JSON in the row of a submission, and back: nothing is asked of a file twice."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from .kinds import Choice, Proposal, Remark, SourceColumn, SourceLayer


def layer_document(layer: SourceLayer) -> dict[str, Any]:
    """A layer as JSON; of its Arrow file only the name."""
    return asdict(layer) | {"path": layer.path.name}


def layer_from(document: Mapping[str, Any], folder: Path) -> SourceLayer:
    """The layer that a document describes, whose Arrow file lies in `folder`."""
    bounds = document["bounds"]
    return SourceLayer(
        **dict(document)
        | {
            "columns": tuple(SourceColumn(**column) for column in document["columns"]),
            "geometry_types": tuple(document["geometry_types"]),
            "bounds": None if bounds is None else (bounds[0], bounds[1], bounds[2], bounds[3]),
            "path": folder / document["path"],
            "places": tuple(document["places"]),
            "remarks": tuple(Remark(**one | {"rows": tuple(one["rows"])}) for one in document["remarks"]),
        }
    )


def proposal_document(proposal: Proposal) -> dict[str, Any]:
    """A proposal as JSON."""
    return asdict(proposal)


def proposals_from(documents: Sequence[Mapping[str, Any]]) -> tuple[Proposal, ...]:
    """The proposals that documents describe."""
    return tuple(
        Proposal(
            **dict(one) | {"choices": tuple(Choice(**choice) for choice in one["choices"]), "rows": tuple(one["rows"])}
        )
        for one in documents
    )
