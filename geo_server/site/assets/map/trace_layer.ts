// The answer of a trace on the map: its own source and layers, which survive a change of style.
import type { FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibre, StyleSpecification } from "maplibre-gl";

const SOURCE = "trace";
const NONE: FeatureCollection = { type: "FeatureCollection", features: [] };
const SECTION = "#d61f69";
const LOST = "#e07b00";
const TO_SHUT = "#b3261e";

const isRole = (...roles: string[]) => ["in", ["get", "role"], ["literal", roles]];
const colour = ["case", isRole("cut_off", "dark", "node"), LOST, SECTION];

const LAYERS = [
  {
    id: "trace-halo",
    type: "line",
    source: SOURCE,
    paint: { "line-color": "#ffffff", "line-width": 8, "line-opacity": 0.85 },
    layout: { "line-join": "round", "line-cap": "round" },
  },
  {
    id: "trace-line",
    type: "line",
    source: SOURCE,
    paint: { "line-color": colour, "line-width": 4 },
    layout: { "line-join": "round", "line-cap": "round" },
  },
  {
    id: "trace-customer",
    type: "circle",
    source: SOURCE,
    filter: ["any", isRole("dark"), ["==", ["get", "kind"], "customer"]],
    paint: { "circle-color": LOST, "circle-radius": 4, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 },
  },
  {
    id: "trace-device",
    type: "circle",
    source: SOURCE,
    filter: ["all", ["==", ["geometry-type"], "Point"], isRole("shut", "shut_already", "stop", "out", "source")],
    paint: { "circle-color": TO_SHUT, "circle-radius": 7, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 },
  },
] as LayerSpecification[];

const traced = new WeakMap<MapLibre, FeatureCollection>();

/** The style with the answer on top of it. */
export function addTrace(style: StyleSpecification, map: MapLibre | null): StyleSpecification {
  const data = (map && traced.get(map)) ?? NONE;
  return {
    ...style,
    sources: { ...style.sources, [SOURCE]: { type: "geojson", data } },
    layers: [...style.layers, ...LAYERS],
  };
}

/** Draw an answer, or nothing. */
export function drawTrace(map: MapLibre, features: FeatureCollection | null): void {
  traced.set(map, features ?? NONE);
  map.getSource<GeoJSONSource>(SOURCE)?.setData(features ?? NONE);
}
