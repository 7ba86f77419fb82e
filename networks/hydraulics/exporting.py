"""An engine's input from the collections as they stand: every edit counts, what only the engine knows is kept."""

from typing import Any

from geo_server.core.subject import Subject

from ..models import HydraulicModel
from . import drains, swmm_text, water
from .child import ask_engine
from .parts import ModelPart
from .stored import model_of, parts_of, placement_of


def current_input(subject: Subject, network_id: str) -> str:
    """The text of an .inp file.

    Raises:
        UnknownNetwork, OnlyThoseWhoSeeAll, NoModel, EngineFailed.
    """
    engine = HydraulicModel.objects.filter(pk=network_id).values_list("engine", flat=True).first() or "epanet"
    if engine == "swmm":
        sections, _ = current_sections(subject, network_id)
        return swmm_text.text_of(sections)
    document, _, _ = current_document(subject, network_id)
    return str(ask_engine("epanet", {"do": "write", "document": document})["text"])


def current_document(subject: Subject, network_id: str) -> tuple[dict[str, Any], list[ModelPart], list[ModelPart]]:
    """WNTR's document of the network as it stands, with its nodes and links."""
    model, _ = model_of(subject, network_id, "epanet")
    placement = placement_of(model)
    nodes, links = parts_of(subject, model.nodes, placement), parts_of(subject, model.links, placement)
    return water.merged(model.document, nodes, links), nodes, links


def current_sections(subject: Subject, network_id: str) -> tuple[swmm_text.Sections, list[ModelPart]]:
    """The SWMM input of the network as it stands, with its nodes."""
    model, _ = model_of(subject, network_id, "swmm")
    placement = placement_of(model)
    nodes, links = parts_of(subject, model.nodes, placement), parts_of(subject, model.links, placement)
    return drains.merged(model.document["sections"], nodes, links), nodes
