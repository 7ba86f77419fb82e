"""A resource of a CKAN catalogue: the dataset says where the file lies, the file is asked for like any other."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit

from ..errors import BadAnswer
from .asking import Page, ask
from .kinds import Brought, Remote
from .plain_file import bring_file

PREFERRED = ("gpkg", "geopackage", "geojson", "shp", "zip", "fgb", "parquet", "kml", "gml", "xlsx", "csv")
"""Formats of resources, the best first; others are left."""


@contextmanager
def bring_resource(remote: Remote) -> Iterator[Brought]:
    """A file of a dataset.

    The address is that of the dataset's page (`…/dataset/<name>`); `layer` names the resource, by default that of the
    best format.
    """
    resource = _chosen(remote)
    url = resource.get("url")
    if not isinstance(url, str):
        raise BadAnswer(remote.url, "its resource has no address", "tài nguyên không có địa chỉ")
    with bring_file(Remote(url, etag=remote.etag, last_modified=remote.last_modified)) as brought:
        yield brought


def _chosen(remote: Remote) -> dict[str, Any]:
    resources = _dataset(remote).get("resources")
    known = [one for one in resources if isinstance(one, dict)] if isinstance(resources, list) else []
    if remote.layer:
        named = [one for one in known if remote.layer in (one.get("id"), one.get("name"))]
        if named:
            return named[0]
        raise BadAnswer(remote.url, f"no resource '{remote.layer}'", f"không có tài nguyên '{remote.layer}'")
    ranked = sorted((one for one in known if _format(one) in PREFERRED), key=lambda one: PREFERRED.index(_format(one)))
    if not ranked:
        raise BadAnswer(remote.url, "no resource of a format that is read here", "không có tài nguyên đọc được")
    return ranked[0]


def _format(resource: dict[str, Any]) -> str:
    return str(resource.get("format", "")).lower().strip(" .")


def _dataset(remote: Remote) -> Page:
    parts = urlsplit(remote.url)
    base, found, name = parts.path.rstrip("/").rpartition("/dataset/")
    if not found or not name:
        raise BadAnswer(remote.url, "it is no page of a dataset (…/dataset/name)", "không phải trang …/dataset/tên")
    url = parts._replace(path=f"{base}/api/3/action/package_show", query=f"id={quote(name)}", fragment="").geturl()
    answer = ask(url)
    result = answer.get("result")
    if answer.get("success") is not True or not isinstance(result, dict):
        raise BadAnswer(url, "the catalogue does not know it", "danh mục không có bộ dữ liệu này")
    return result
