"""The only door of the spatial model: collections, features, grants, areas, reference systems."""

from typing import TYPE_CHECKING

from geo_server.core.late import late

from .areas import LOWEST_LEVEL, AreaKind, AreaUnit
from .cql2.functions import FUNCTIONS, Function
from .editing.allowed import allowed_actions, may_write_whole
from .editing.edits import Edit, create_item, delete_item, replace_item, update_item
from .editing.permits import GEOMETRY, Receivables, receivables, require_action
from .geometry.crs import (
    CRS84,
    SUPPORTED_CRS,
    axis_order,
    crs_uri,
    decimals,
    is_geographic,
    proj_text,
    sql_srid,
    transform_geometry,
    transformer,
)
from .geometry.measure import area_m2, length_m
from .geometry.repair import repair_without_loss
from .incoming import Difference, Incoming, Mode
from .kinds import Code, Collection, CollectionSpec, Extent, Field, FieldType, Topology
from .queries import (
    Change,
    Filter,
    Hit,
    Item,
    ItemsPage,
    ItemsQuery,
    Overlap,
    SortKey,
    Source,
    TimeSpan,
    Version,
)
from .reading import parse_bbox, parse_crs, parse_datetime, parse_limit
from .registry import registry_revision, settled
from .rows import Feature
from .selectors.areas import area_at, area_geometry, areas_fingerprint, areas_of, crosswalk, get_area, list_areas
from .selectors.at_place import FoundAt, ThingAt, at_place
from .selectors.by_area import AreaCount, count_by_area
from .selectors.collections import describe, describe_collection, get_collection, list_collections
from .selectors.delta import Delta, delta
from .selectors.differences import ChangedRow, changed_rows, difference_map, find_difference
from .selectors.generalise import tolerance_of_zoom
from .selectors.history import changes_since, history, revision_at
from .selectors.items import count_items, find_items, get_item
from .selectors.nearby import Nearby, within_distance
from .selectors.organisations import OrganisationInfo, find_organisation
from .selectors.overlaps import overlaps
from .selectors.rows import Row, RowForm, RowsPage, fields_of_rows, find_rows, stream_rows
from .selectors.search import search
from .selectors.source import source
from .selectors.standing import Standing, standing_of
from .selectors.view import whole_view
from .services.applying import WriteReport, apply_incoming
from .services.areas import define_area, define_areas, publish_areas
from .services.collections import check_collection_id, define_collection, field_fault, retire_collection, set_style
from .services.difference import difference
from .services.features import delete_features, write_features
from .services.grants import grant_read, grant_write, revoke
from .services.holding import hold_collection
from .services.organisations import add_member, create_organisation, subject_of_user
from .services.read_copies import build_read_copy, drop_read_copy
from .services.restore import restore
from .styles import default_style
from .tables import OWN_COLUMNS
from .versions import ItemVersion, version_of
from .watch import Glance, glance

if TYPE_CHECKING:
    from .services.incoming import copy_incoming, count_incoming, drop_incoming, open_incoming

__getattr__ = late(
    "layers",
    {
        ".services.incoming": ("copy_incoming", "count_incoming", "drop_incoming", "open_incoming"),
    },
)

__all__ = [
    "CRS84",
    "FUNCTIONS",
    "GEOMETRY",
    "LOWEST_LEVEL",
    "OWN_COLUMNS",
    "SUPPORTED_CRS",
    "AreaCount",
    "AreaKind",
    "AreaUnit",
    "Change",
    "ChangedRow",
    "Code",
    "Collection",
    "CollectionSpec",
    "Delta",
    "Difference",
    "Edit",
    "Extent",
    "Feature",
    "Field",
    "FieldType",
    "Filter",
    "FoundAt",
    "Function",
    "Glance",
    "Hit",
    "Incoming",
    "Item",
    "ItemVersion",
    "ItemsPage",
    "ItemsQuery",
    "Mode",
    "Nearby",
    "OrganisationInfo",
    "Overlap",
    "Receivables",
    "Row",
    "RowForm",
    "RowsPage",
    "SortKey",
    "Source",
    "Standing",
    "ThingAt",
    "TimeSpan",
    "Topology",
    "Version",
    "WriteReport",
    "add_member",
    "allowed_actions",
    "apply_incoming",
    "area_at",
    "area_geometry",
    "area_m2",
    "areas_fingerprint",
    "areas_of",
    "at_place",
    "axis_order",
    "build_read_copy",
    "changed_rows",
    "changes_since",
    "check_collection_id",
    "copy_incoming",
    "count_by_area",
    "count_incoming",
    "count_items",
    "create_item",
    "create_organisation",
    "crosswalk",
    "crs_uri",
    "decimals",
    "default_style",
    "define_area",
    "define_areas",
    "define_collection",
    "delete_features",
    "delete_item",
    "delta",
    "describe",
    "describe_collection",
    "difference",
    "difference_map",
    "drop_incoming",
    "drop_read_copy",
    "field_fault",
    "fields_of_rows",
    "find_difference",
    "find_items",
    "find_organisation",
    "find_rows",
    "get_area",
    "get_collection",
    "get_item",
    "glance",
    "grant_read",
    "grant_write",
    "history",
    "hold_collection",
    "is_geographic",
    "length_m",
    "list_areas",
    "list_collections",
    "may_write_whole",
    "open_incoming",
    "overlaps",
    "parse_bbox",
    "parse_crs",
    "parse_datetime",
    "parse_limit",
    "proj_text",
    "publish_areas",
    "receivables",
    "registry_revision",
    "repair_without_loss",
    "replace_item",
    "require_action",
    "restore",
    "retire_collection",
    "revision_at",
    "revoke",
    "search",
    "set_style",
    "settled",
    "source",
    "sql_srid",
    "standing_of",
    "stream_rows",
    "subject_of_user",
    "tolerance_of_zoom",
    "transform_geometry",
    "transformer",
    "update_item",
    "version_of",
    "whole_view",
    "within_distance",
    "write_features",
]
