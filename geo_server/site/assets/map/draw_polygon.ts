// Draw one polygon by clicking its corners on a <city-map>; its GeoJSON stands in a text field, so that it can be pasted too.
import type { Feature, Polygon, Position } from "geojson";
import type { GeoJSONSource, Map as MapLibre } from "maplibre-gl";
import { byRole } from "./dom.ts";
import type { CityMap } from "./element.ts";
import type { Say } from "./texts.ts";

const SOURCE = "drawing";
const COLOR = "#c2255c";

/** The polygon through these corners, null for fewer than three; pure. */
export function polygonOf(corners: readonly Position[]): Polygon | null {
  const [first] = corners;
  if (!first || corners.length < 3) return null;
  return { type: "Polygon", coordinates: [[...corners, first]] };
}

/** The corners of the polygon that a text holds, none if it holds none; pure. */
export function cornersOf(text: string): Position[] {
  try {
    const given: unknown = JSON.parse(text);
    const shape = (given as Feature).type === "Feature" ? (given as Feature).geometry : (given as Polygon);
    if (shape.type !== "Polygon") return [];
    return (shape.coordinates[0] ?? []).slice(0, -1);
  } catch {
    return [];
  }
}

export class PolygonDrawing {
  readonly #city: CityMap;
  readonly #text: HTMLTextAreaElement;
  readonly #status: HTMLElement;
  #corners: Position[];

  constructor(
    root: ParentNode,
    text: HTMLTextAreaElement,
    readonly say: Say,
  ) {
    this.#city = byRole<CityMap>(root, "draw-map");
    this.#text = text;
    this.#status = byRole(root, "draw-status");
    this.#corners = cornersOf(text.value);
    this.#city.addEventListener("map-drawn", () => this.#start());
    byRole(root, "draw-undo").addEventListener("click", () => this.#set(this.#corners.slice(0, -1)));
    byRole(root, "draw-clear").addEventListener("click", () => this.#set([]));
    text.addEventListener("change", () => this.#show(cornersOf(text.value)));
  }

  #start(): void {
    const { map } = this.#city;
    if (!map) return;
    map.once("styledata", () => this.#addLayers(map));
    map.once("idle", () => this.#addLayers(map));
    map.doubleClickZoom.disable();
    map.on("click", ({ lngLat }) => {
      const corner = [Number(lngLat.lng.toFixed(7)), Number(lngLat.lat.toFixed(7))];
      this.#set([...this.#corners, corner]);
    });
  }

  #addLayers(map: MapLibre): void {
    if (map.getSource(SOURCE)) return;
    map.addSource(SOURCE, { type: "geojson", data: this.#drawn() });
    map.addLayer({
      id: "drawing-fill",
      type: "fill",
      source: SOURCE,
      paint: { "fill-color": COLOR, "fill-opacity": 0.2 },
    });
    map.addLayer({ id: "drawing-line", type: "line", source: SOURCE, paint: { "line-color": COLOR, "line-width": 2.5 } });
    map.addLayer({
      id: "drawing-corner",
      type: "circle",
      source: SOURCE,
      filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 5, "circle-color": COLOR, "circle-stroke-color": "#ffffff", "circle-stroke-width": 2 },
    });
  }

  #set(corners: Position[]): void {
    const polygon = polygonOf(corners);
    this.#text.value = polygon ? JSON.stringify(polygon) : "";
    this.#show(corners);
  }

  #show(corners: Position[]): void {
    this.#corners = corners;
    this.#city.map?.getSource<GeoJSONSource>(SOURCE)?.setData(this.#drawn());
    this.#status.textContent = this.say("corners", { n: corners.length });
  }

  #drawn(): GeoJSON.FeatureCollection {
    const polygon = polygonOf(this.#corners);
    const shapes: GeoJSON.Geometry[] = this.#corners.map((coordinates) => ({ type: "Point", coordinates }));
    if (polygon) shapes.unshift(polygon);
    else if (this.#corners.length === 2) shapes.unshift({ type: "LineString", coordinates: this.#corners });
    const features = shapes.map((geometry): Feature => ({ type: "Feature", geometry, properties: {} }));
    return { type: "FeatureCollection", features };
  }
}
