"""Five places of the public and three bunkers that only the power company may see, behind the planners' door."""

from datetime import UTC, datetime
from typing import Any

import shapely
from django.contrib.auth.models import User
from django.test import Client

from geo_server.core.subject import system
from layers import api as layers

NOW = datetime(2026, 7, 1, 8, tzinfo=UTC)
CLERK = system("test")

# name, kind, opened, longitude, latitude: the second is in District 1, the fifth far away in Vung Tau
PLACES = [
    ("Chợ Bến Thành", "market", "1914-03-28", 106.6980, 10.7725),
    ("Dinh Độc Lập", "museum", "1966-10-31", 106.6953, 10.7770),
    ("Chợ Bình Tây", "market", "1930-01-01", 106.6513, 10.7497),
    ("Thảo Cầm Viên", "park", None, 106.7054, 10.7876),
    ("Bạch Dinh", "museum", "1902-01-01", 107.0681, 10.3499),
]
KINDS = (
    layers.Code("market", "Chợ", "Market"),
    layers.Code("museum", "Bảo tàng", "Museum"),
    layers.Code("park", "Công viên", "Park"),
)


def spec(collection_id: str, **changes: Any) -> layers.CollectionSpec:
    """A collection of places."""
    fields = (
        layers.Field(name="name", type="string", title_vi="Tên", title_en="Name", role="title"),
        layers.Field(name="kind", type="string", title_vi="Loại", title_en="Kind", codes=KINDS),
        layers.Field(name="opened", type="date", title_vi="Mở cửa", title_en="Opened"),
    )
    given: dict[str, Any] = {
        "id": collection_id, "title_vi": "Địa điểm", "title_en": "Places", "theme": "base", "geometry_type": "Point",
        "fields": fields, "storage_crs": "EPSG:9210", "public": True,
    }  # fmt: skip
    return layers.CollectionSpec(**given | changes)


def rows() -> list[layers.Feature]:
    """The five places."""
    return [
        layers.Feature(geometry=shapely.Point(x, y), properties={"name": name, "kind": kind, "opened": opened})
        for name, kind, opened, x, y in PLACES
    ]


def define_places() -> layers.Collection:
    """Collection `places`, public, as its clerk sees it."""
    layers.define_collection(spec("places"), by=CLERK, now=NOW)
    layers.write_features("places", rows(), mode="append", key=None, by=CLERK, reason="test", now=NOW)
    return layers.get_collection(CLERK, collection_id="places")


def define_bunkers() -> User:
    """Collection `bunkers` with the first three places; returns the one user who may see it."""
    hidden = spec("bunkers", title_vi="Hầm ngầm", title_en="Bunkers", public=False)
    layers.define_collection(hidden, by=CLERK, now=NOW)
    layers.write_features("bunkers", rows()[:3], mode="append", key=None, by=CLERK, reason="test", now=NOW)
    layers.create_organisation("evn", title_vi="Điện lực", title_en="Power company")
    user = User.objects.create_user("lan")
    layers.add_member(user.pk, organisation="evn", role="reader")
    layers.grant_read("bunkers", to="evn", by=CLERK, now=NOW)
    return user


class Door:
    """A client of the door that reads JSON."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, path: str, **headers: str) -> Any:
        """The answer to GET /ogc + path."""
        return self.client.get(f"/ogc{path}", headers={"accept": "application/json, */*;q=0.5", **headers})

    def json(self, path: str, status: int = 200) -> Any:
        """The JSON document at a path; the status must be the one given."""
        answer = self.get(path)
        assert answer.status_code == status, answer.content[:500]
        return answer.json()

    def items(self, collection: str, **query: Any) -> Any:
        """The items document for a query."""
        asked = {name.replace("_", "-"): value for name, value in query.items()}
        answer = self.client.get(f"/ogc/collections/{collection}/items", asked)
        assert answer.status_code == 200, answer.content[:500]
        return answer.json()

    def names(self, collection: str, **query: Any) -> list[str]:
        """Names of the features that a query finds."""
        return [feature["properties"]["name"] for feature in self.items(collection, **query)["features"]]

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """The answer to a JSON body."""
        return self.client.post(f"/ogc{path}", body, content_type="application/json", headers=headers)
