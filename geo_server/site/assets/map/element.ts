// <city-map>: MapLibre as an element. State as attributes, news as events, nothing of the page around it.
//
//   <city-map collections="cameras,findings" center="106.65,10.86" zoom="14" at="2026-07-01" lang="vi"></city-map>
//
// The base map (theme "base") is always drawn; `style-url` replaces it. `data-state` is "busy" while the map loads or moves,
// "idle" when everything is drawn, "unsupported" without WebGL 2, "failed" when the list of collections cannot be read.
// Events: map-ready (once), map-moved, map-picked {features, lngLat}, map-drawn (the shown collections changed), map-failed.
import * as maplibre from "maplibre-gl";
import { type Box, joinBoxes } from "./collections.ts";
import { addControls, localeOf } from "./controls.ts";
import { Registry } from "./registry.ts";
import { addSelection } from "./selection.ts";
import { collectionOfLayer, composeStyle, type Drawn } from "./style.ts";
import { type Language, languageOf, type Say, speak } from "./texts.ts";
import { BASE } from "./themes.ts";
import { addTrace } from "./trace_layer.ts";

const PICK_PX = 6;
const SAMPLE = "Địa bàn thành phố ẵằơưỹ";

maplibre.setWorkerUrl(new URL("./maplibre-worker.js", import.meta.url).href);

export interface Picked {
  readonly features: maplibre.MapGeoJSONFeature[];
  readonly lngLat: maplibre.LngLat;
}

export class CityMap extends HTMLElement {
  static readonly observedAttributes = ["collections", "at", "center", "zoom"];

  map: maplibre.Map | null = null;
  registry: Registry | null = null;
  #opened: AbortController | null = null;
  /** Turns of drawing: begun, and handed to MapLibre. The map is not idle while they differ. */
  #drawing = 0;
  #drawn = 0;

  get language(): Language {
    return languageOf(this.getAttribute("lang") ?? document.documentElement.lang);
  }

  /** The city's time zone, in which instants are written; without it, that of the reader's computer. */
  get timeZone(): string | undefined {
    return this.getAttribute("time-zone") || undefined;
  }

  get say(): Say {
    return speak(this.language);
  }

  /** Ids of the collections drawn over the base map. */
  get shown(): readonly string[] {
    return (this.getAttribute("collections") ?? "").split(",").filter(Boolean);
  }

  set shown(ids: readonly string[]) {
    this.setAttribute("collections", ids.join(","));
  }

  get day(): string | null {
    return this.getAttribute("at") || null;
  }

  connectedCallback(): void {
    this.#opened = new AbortController();
    this.dataset.state = "busy";
    void this.#open(this.#opened.signal);
  }

  disconnectedCallback(): void {
    this.#opened?.abort();
    this.map?.remove();
    this.map = null;
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after || !this.map) return;
    if (name === "center" || name === "zoom") this.map.jumpTo(this.#camera() ?? {});
    else void this.draw();
  }

  async #open(signal: AbortSignal): Promise<void> {
    if (!document.createElement("canvas").getContext("webgl2")) return this.#giveUp("unsupported", "noWebGl");
    try {
      this.registry = await Registry.open(this.language);
    } catch {
      return this.#giveUp("failed", "notLoaded");
    }
    await Promise.all([400, 600].map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, SAMPLE)));
    if (signal.aborted) return;
    this.map = this.#makeMap();
    this.dispatchEvent(new CustomEvent("map-ready"));
    await this.draw();
  }

  #makeMap(): maplibre.Map {
    const map = new maplibre.Map({
      container: this,
      style: { version: 8, sources: {}, layers: [] },
      attributionControl: false,
      maxZoom: 21,
      maxPitch: 0,
      rollEnabled: false,
      locale: localeOf(this.say),
      ...(this.#camera() ?? this.#wholeCity()),
    });
    map.touchZoomRotate.disableRotation();
    addControls(map);
    map.on("dataloading", () => this.#setState("busy"));
    map.on("movestart", () => this.#setState("busy"));
    map.on("idle", () => {
      if (this.#drawn === this.#drawing) this.#setState("idle");
    });
    map.on("error", ({ error }) => this.#fail(error));
    map.on("moveend", () => this.dispatchEvent(new CustomEvent("map-moved")));
    map.on("click", (event) => this.#pick(event));
    map.on("mousemove", (event) => {
      map.getCanvas().style.cursor = this.#featuresAt(event.point).length > 0 ? "pointer" : "";
    });
    return map;
  }

  /** Read the styles of what is shown and hand MapLibre the composed style; the latest call wins. */
  async draw(): Promise<void> {
    const turn = ++this.#drawing;
    this.#setState("busy");
    const drawn = await this.drawnWith(this.shown);
    if (turn !== this.#drawing || !this.map) return;
    this.#drawn = turn;
    this.map.setStyle(this.compose(drawn), { diff: this.map.isStyleLoaded() === true });
    this.dispatchEvent(new CustomEvent("map-drawn"));
  }

  /** The base map and these collections, with their styles. */
  async drawnWith(ids: readonly string[]): Promise<Drawn[]> {
    const registry = this.registry;
    if (!registry) return [];
    const base = registry.collections.filter((c) => c.theme === BASE && !ids.includes(c.id));
    const shown = ids.map((id) => registry.find(id)).filter((c) => c !== undefined);
    const style = (id: string, imagery: boolean) => (imagery ? null : registry.style(id));
    return Promise.all([...base, ...shown].map(async (c) => ({ collection: c, style: await style(c.id, c.imagery) })));
  }

  compose(drawn: readonly Drawn[]): maplibre.StyleSpecification {
    return addSelection(addTrace(composeStyle(drawn, { day: this.day, origin: location.origin }), this.map), this.map);
  }

  /** Show a box, or go to a point when the box is one. */
  showBox([west, south, east, north]: Box): void {
    const room = this.#padding();
    const padding = { ...room, bottom: room.bottom + this.#cssPixels("--card-height") };
    this.map?.fitBounds([west, south, east, north], { padding, maxZoom: 17.5, duration: 600 });
  }

  /** Room around a box that is shown; what lies on the map at the left is not counted as map. */
  #padding(): { top: number; right: number; bottom: number; left: number } {
    const side = Math.min(48, Math.round(this.clientWidth / 12));
    return { top: side, right: side, bottom: side, left: side + this.#cssPixels("--panel-width") };
  }

  /** What the page around it says of the room it takes: `--panel-width`, `--card-height`, numbers of pixels. */
  #cssPixels(name: string): number {
    return Number.parseFloat(getComputedStyle(this).getPropertyValue(name)) || 0;
  }

  #pick(event: maplibre.MapMouseEvent): void {
    const detail: Picked = { features: this.#featuresAt(event.point), lngLat: event.lngLat };
    this.dispatchEvent(new CustomEvent("map-picked", { detail }));
  }

  #featuresAt({ x, y }: maplibre.Point): maplibre.MapGeoJSONFeature[] {
    const box: [maplibre.PointLike, maplibre.PointLike] = [
      [x - PICK_PX, y - PICK_PX],
      [x + PICK_PX, y + PICK_PX],
    ];
    const shown = new Set(this.shown);
    return this.map?.queryRenderedFeatures(box).filter((f) => shown.has(collectionOfLayer(f.layer) ?? "")) ?? [];
  }

  #camera(): { center: [number, number]; zoom: number } | null {
    const [longitude, latitude] = (this.getAttribute("center") ?? "").split(",").map(Number);
    if (!longitude || !latitude) return null;
    return { center: [longitude, latitude], zoom: Number(this.getAttribute("zoom") ?? 12) };
  }

  /** Where to begin: what the base map covers, for a far island should not make the city small. */
  #wholeCity(): { bounds: [number, number, number, number]; fitBoundsOptions: maplibre.FitBoundsOptions } | object {
    const all = this.registry?.collections ?? [];
    const base = all.filter((c) => c.theme === BASE);
    const box = joinBoxes((base.length > 0 ? base : all).map((c) => c.bbox));
    return box ? { bounds: [...box], fitBoundsOptions: { padding: this.#padding() } } : {};
  }

  /** Something could not be loaded; the rest is drawn. */
  #fail(error: { message: string }): void {
    console.error(error.message);
    this.dispatchEvent(new CustomEvent("map-failed"));
  }

  #setState(state: string): void {
    if (this.dataset.state !== state) this.dataset.state = state;
  }

  #giveUp(state: string, reason: "noWebGl" | "notLoaded"): void {
    this.dataset.state = state;
    const sentence = document.createElement("p");
    sentence.className = "map-sentence";
    sentence.setAttribute("role", "alert");
    sentence.textContent = this.say(reason);
    this.replaceChildren(sentence);
  }
}

customElements.define("city-map", CityMap);
