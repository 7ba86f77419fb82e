// Before and after: a second map with the earlier picture lies over the first and is cut off at a line that can be dragged.
// The second map takes no input; it follows the first. Everything but the two pictures is drawn on both sides.
import { Map as MapLibre } from "maplibre-gl";
import type { Comparison } from "./address.ts";
import { make } from "./dom.ts";
import type { CityMap } from "./element.ts";

export class Swipe {
  readonly #side = make("div", { class: "swipe-side", "aria-hidden": "true" });
  readonly #line = make("div", { class: "swipe-line", "aria-hidden": "true" });
  readonly #range: HTMLInputElement;
  #map: MapLibre | null = null;
  #comparison: Comparison | null = null;
  #drawing = 0;

  constructor(
    readonly city: CityMap,
    readonly onChange: () => void,
  ) {
    const label = city.say("swipe");
    const attributes = { type: "range", min: 0, max: 1, step: 0.01, class: "swipe-range", "aria-label": label };
    this.#range = make("input", attributes);
    this.#range.addEventListener("input", () => this.#move(Number(this.#range.value)));
    this.#range.addEventListener("change", onChange);
    city.addEventListener("map-drawn", () => void this.#draw());
  }

  get comparison(): Comparison | null {
    return this.#comparison;
  }

  /** Compare two scenes, or stop comparing. */
  show(comparison: Comparison | null): void {
    this.#comparison = comparison;
    if (comparison === null) return this.#close();
    if (this.#map === null) this.#open();
    this.#range.value = String(comparison.at);
    this.#move(comparison.at);
    this.city.shown = [...others(this.city.shown, comparison), comparison.after];
    void this.#draw();
  }

  #open(): void {
    const main = this.city.map;
    if (!main) return;
    this.city.append(this.#side, this.#line, this.#range);
    const map = new MapLibre({
      container: this.#side,
      style: { version: 8, sources: {}, layers: [] },
      interactive: false,
      attributionControl: false,
      ...cameraOf(main),
    });
    map.on("dataloading", () => this.#setState("busy"));
    map.on("error", ({ error }) => console.error(error.message));
    map.on("idle", () => this.#setState("idle"));
    main.on("move", this.#follow);
    main.on("resize", this.#follow);
    this.#map = map;
  }

  #close(): void {
    this.city.map?.off("move", this.#follow);
    this.city.map?.off("resize", this.#follow);
    this.#map?.remove();
    this.#map = null;
    for (const part of [this.#side, this.#line, this.#range]) part.remove();
    delete this.city.dataset.swipe;
  }

  readonly #follow = (): void => {
    if (this.city.map) this.#map?.jumpTo(cameraOf(this.city.map));
  };

  async #draw(): Promise<void> {
    const comparison = this.#comparison;
    if (comparison === null) return;
    const turn = ++this.#drawing;
    const ids = [...others(this.city.shown, comparison), comparison.before];
    const style = this.city.compose(await this.city.drawnWith(ids));
    const map = this.#map;
    if (turn === this.#drawing) map?.setStyle(style, { diff: map.isStyleLoaded() === true });
  }

  #move(at: number): void {
    if (this.#comparison) this.#comparison = { ...this.#comparison, at };
    this.city.style.setProperty("--swipe", `${at * 100}%`);
    this.#range.setAttribute("aria-valuetext", `${Math.round(at * 100)} %`);
  }

  #setState(state: string): void {
    this.city.dataset.swipe = state;
  }
}

function others(shown: readonly string[], { before, after }: Comparison): string[] {
  return shown.filter((id) => id !== before && id !== after);
}

function cameraOf(map: MapLibre) {
  return { center: map.getCenter(), zoom: map.getZoom(), bearing: map.getBearing() };
}
