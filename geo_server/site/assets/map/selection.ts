// The thing that is selected, drawn over everything: its own source and layers, which survive a change of style.
import type { Feature, FeatureCollection } from "geojson";
import type { GeoJSONSource, LayerSpecification, Map as MapLibre, StyleSpecification } from "maplibre-gl";

const SOURCE = "selection";
const NONE: FeatureCollection = { type: "FeatureCollection", features: [] };
const COLOR = "#d61f69";

const LAYERS: LayerSpecification[] = [
  {
    id: "selection-halo",
    type: "line",
    source: SOURCE,
    paint: { "line-color": "#ffffff", "line-width": 6, "line-opacity": 0.9 },
    layout: { "line-join": "round" },
  },
  {
    id: "selection-line",
    type: "line",
    source: SOURCE,
    paint: { "line-color": COLOR, "line-width": 3 },
    layout: { "line-join": "round" },
  },
  {
    id: "selection-point",
    type: "circle",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-radius": 11, "circle-opacity": 0, "circle-stroke-width": 3, "circle-stroke-color": COLOR },
  },
];

const selected = new WeakMap<MapLibre, FeatureCollection>();

/** The style with the selection of the map on top of it. */
export function addSelection(style: StyleSpecification, map: MapLibre | null): StyleSpecification {
  const data = (map && selected.get(map)) ?? NONE;
  return {
    ...style,
    sources: { ...style.sources, [SOURCE]: { type: "geojson", data } },
    layers: [...style.layers, ...LAYERS],
  };
}

/** Select one feature on the map, or nothing. */
export function select(map: MapLibre, feature: Feature | null): void {
  const data: FeatureCollection = feature ? { type: "FeatureCollection", features: [feature] } : NONE;
  selected.set(map, data);
  map.getSource<GeoJSONSource>(SOURCE)?.setData(data);
}
