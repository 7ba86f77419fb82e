import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import type { Collection } from "./collections.ts";
import { collectionOfLayer, composeStyle } from "./style.ts";

const ORIGIN = "https://map.example";

function collection(id: string, theme: string, geometryType = "Polygon", imagery = false): Collection {
  return { id, title: id, description: "", theme, geometryType, imagery, bbox: [106, 10, 107, 11], since: null };
}

function styleOf(id: string, ...types: ("fill" | "line" | "circle" | "symbol")[]): StyleSpecification {
  const tiles = [`/ogc/collections/${id}/tiles/WebMercatorQuad/{z}/{y}/{x}`];
  const layers = types.map((type, i) => ({ id: `${type}-${i}`, type, source: id, "source-layer": id }));
  return { version: 8, sources: { [id]: { type: "vector", tiles } }, layers } as StyleSpecification;
}

const CITY = [
  { collection: collection("cameras", "cameras", "Point"), style: styleOf("cameras", "circle", "symbol") },
  { collection: collection("roads", "base", "LineString"), style: styleOf("roads", "line", "symbol") },
  { collection: collection("scene_a", "imagery", "Polygon", true), style: null },
  { collection: collection("water", "base"), style: styleOf("water", "fill") },
  { collection: collection("findings", "change"), style: styleOf("findings", "fill", "line") },
  { collection: collection("zoning", "planning"), style: styleOf("zoning", "fill") },
];

test("land, base map, pictures, areas, lines, points and letters lie on each other in this order", () => {
  const ids = composeStyle(CITY, { day: null, origin: ORIGIN }).layers.map((layer) => layer.id);
  expect(ids).toEqual([
    "land",
    "water:fill-0",
    "roads:line-0",
    "scene_a:picture",
    "zoning:fill-0",
    "findings:fill-0",
    "findings:line-1",
    "cameras:circle-0",
    "roads:symbol-1",
    "cameras:symbol-1",
  ]);
});

test("every layer draws from a source that the style has, and knows its collection", () => {
  const style = composeStyle(CITY, { day: null, origin: ORIGIN });
  for (const layer of style.layers.slice(1)) {
    expect(style.sources).toHaveProperty([(layer as { source: string }).source]);
    expect(CITY.map((drawn) => drawn.collection.id)).toContain(collectionOfLayer(layer));
  }
});

test("tiles are asked for at full addresses, for a worker has no page to be relative to", () => {
  const { sources } = composeStyle(CITY, { day: null, origin: ORIGIN });
  for (const source of Object.values(sources)) {
    expect((source as { tiles: string[] }).tiles[0]).toMatch(/^https:\/\/map\.example\/ogc\/collections\//);
  }
});

test("a day is asked of the shapes", () => {
  const { sources } = composeStyle(CITY, { day: "2026-07-01", origin: ORIGIN });
  expect((sources["cameras:cameras"] as { tiles: string[] }).tiles[0]).toContain("?datetime=2026-07-01");
});

test("a collection whose style cannot be read is left out and the others are drawn", () => {
  const broken = { collection: collection("parcels", "parcels"), style: null };
  const { layers } = composeStyle([broken, ...CITY], { day: null, origin: ORIGIN });
  expect(layers).toHaveLength(10);
});
