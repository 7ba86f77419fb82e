// The difference of a draft over the base map: what comes, what changes, what goes, in three colours.
import type { FeatureCollection } from "geojson";
import type { ExpressionSpecification, GeoJSONSource, LayerSpecification } from "maplibre-gl";
import type { CityMap } from "../map/element.ts";
import "../map/element.ts";

const SOURCE = "difference";
const COLOURS = { added: "#1d6b34", changed: "#b4540a", moved: "#8a8f98", removed: "#ab2420" };
const COLOUR = ["match", ["get", "kind"], ...Object.entries(COLOURS).flat(), "#1c5a94"] as unknown as ExpressionSpecification;

export const LAYERS: LayerSpecification[] = [
  {
    id: "difference-fill",
    type: "fill",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": COLOUR, "fill-opacity": 0.35 },
  },
  {
    id: "difference-line",
    type: "line",
    source: SOURCE,
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "line-color": COLOUR, "line-width": 2 },
  },
  {
    id: "difference-point",
    type: "circle",
    source: SOURCE,
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": COLOUR, "circle-radius": 5, "circle-stroke-color": "#fff", "circle-stroke-width": 1 },
  },
];

/** West, south, east, north of an attribute; null if it holds no box. */
export function boxOf(text: string): [number, number, number, number] | null {
  const numbers = text.split(",").map(Number);
  return numbers.length === 4 && numbers.every(Number.isFinite) ? (numbers as [number, number, number, number]) : null;
}

export class DifferenceMap {
  #pending: AbortController | null = null;

  constructor(readonly element: HTMLElement) {
    const city = element as CityMap;
    city.addEventListener("map-ready", () => this.#start(city));
    if (city.map) this.#start(city);
  }

  #start(city: CityMap): void {
    const box = boxOf(this.element.dataset.bbox ?? "");
    if (box) city.map?.fitBounds(box, { padding: 40, maxZoom: 17, duration: 0 });
    city.addEventListener("map-moved", () => void this.#load(city));
    for (const moment of ["styledata", "idle"] as const) city.map?.on(moment, () => this.#addLayers(city));
    void this.#load(city);
  }

  /** Drawing collections replaces the style; the difference is put on top of each. */
  #addLayers(city: CityMap): void {
    const map = city.map;
    if (!map?.isStyleLoaded() || map.getSource(SOURCE)) return;
    map.addSource(SOURCE, { type: "geojson", data: this.#data });
    for (const layer of LAYERS) map.addLayer(layer);
  }

  #data: FeatureCollection = { type: "FeatureCollection", features: [] };

  async #load(city: CityMap): Promise<void> {
    if (!city.map) return;
    this.#pending?.abort();
    this.#pending = new AbortController();
    const bounds = city.map.getBounds().toArray().flat().map((degrees) => degrees.toFixed(6));
    try {
      const response = await fetch(`${this.element.dataset.source}?bbox=${bounds.join(",")}`, { signal: this.#pending.signal });
      if (!response.ok) return;
      this.#data = (await response.json()) as FeatureCollection;
    } catch {
      return; // another move came first, or the net is away: the next move asks again
    }
    this.#addLayers(city);
    city.map.getSource<GeoJSONSource>(SOURCE)?.setData(this.#data);
  }
}
