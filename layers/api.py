"""The only door of the spatial model: collections, features, grants, areas, reference systems."""

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
from .kinds import Code, Collection, CollectionSpec, Extent, Field
from .queries import Change, Hit, Item, ItemsPage, ItemsQuery, Source, TimeSpan, Version
from .reading import parse_bbox, parse_crs, parse_datetime, parse_limit
from .registry import registry_revision
from .rows import Feature
from .selectors.collections import get_collection, list_collections
from .selectors.items import count_items, find_items, get_item
from .selectors.source import source
from .services.collections import define_collection, retire_collection, set_style
from .services.features import WriteReport, delete_features, write_features
from .services.grants import grant_read, revoke
from .services.organisations import add_member, create_organisation, subject_of_user

__all__ = [
    "CRS84",
    "SUPPORTED_CRS",
    "Change",
    "Code",
    "Collection",
    "CollectionSpec",
    "Extent",
    "Feature",
    "Field",
    "Hit",
    "Item",
    "ItemsPage",
    "ItemsQuery",
    "Source",
    "TimeSpan",
    "Version",
    "WriteReport",
    "add_member",
    "axis_order",
    "count_items",
    "create_organisation",
    "crs_uri",
    "decimals",
    "define_collection",
    "delete_features",
    "find_items",
    "get_collection",
    "get_item",
    "grant_read",
    "is_geographic",
    "list_collections",
    "parse_bbox",
    "parse_crs",
    "parse_datetime",
    "parse_limit",
    "proj_text",
    "registry_revision",
    "retire_collection",
    "revoke",
    "set_style",
    "source",
    "sql_srid",
    "subject_of_user",
    "transform_geometry",
    "transformer",
    "write_features",
]
