"""An action for QGIS: a click on a feature opens the card of its place in the browser."""

from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

OPEN_ADDRESS = "5"  # of QgsAction::ActionType
SCOPES = ("Canvas", "Feature")
# A point of the feature in degrees, whatever the layer's reference system is; QGIS replaces what [% and %] enclose.
_POINT = "transform(point_on_surface($geometry), @layer_crs, 'EPSG:4326')"
_AXES = "[% round(x({point}), 7) %],[% round(y({point}), 7) %]"


def add_place_action(root: ET.Element, *, address: str, title: str) -> None:
    """Add the action to a QML document.

    Args:
        root: its root element; its style categories must name "Actions".
        address: of the page of a place, without a query.
        title: what the action is called.
    """
    number = f"{{{uuid5(NAMESPACE_URL, address)}}}"
    actions = ET.SubElement(root, "attributeactions")
    ET.SubElement(actions, "defaultAction", key="Canvas", value=number)
    setting = ET.SubElement(
        actions,
        "actionsetting",
        id=number,
        type=OPEN_ADDRESS,
        action=f"{address}?at={_AXES.format(point=_POINT)}",
        name=title,
        shortTitle=title,
        icon="",
        capture="0",
        notificationMessage="",
        isEnabledOnlyWhenEditable="0",
    )
    for scope in SCOPES:
        ET.SubElement(setting, "actionScope", id=scope)
