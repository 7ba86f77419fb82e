// The map page: ties the element to search, layer tree, cards, comparison and the address bar.
import { type MapState, readState, type View, writeState } from "./address.ts";
import type { Collection } from "./collections.ts";
import { CompareTool } from "./compare_tool.ts";
import { Details, thingsOf } from "./details.ts";
import { byRole } from "./dom.ts";
import type { CityMap, Picked } from "./element.ts";
import { LayerTree } from "./layer_tree.ts";
import { NumbersCard } from "./numbers_card.ts";
import { printMap } from "./print.ts";
import { type Hit, SearchBox } from "./search.ts";
import { startSheet } from "./sheet.ts";
import { Swipe } from "./swipe.ts";
import { BASE, INDICATOR } from "./themes.ts";
import { TraceTool } from "./trace_tool.ts";
import "./element.ts";

/** What is drawn when the address says nothing: where things are, and what has changed. */
const FIRST_THEMES = ["administration", "change"];

class MapPage {
  readonly #city: CityMap;
  readonly #tree: LayerTree;
  readonly #details: Details;
  readonly #swipe: Swipe;
  readonly #compare: CompareTool;
  readonly #trace: TraceTool;
  readonly #day: HTMLInputElement;
  #started = false;

  constructor(readonly root: HTMLElement) {
    const city = byRole<CityMap>(root, "map");
    const write = () => this.#writeAddress();
    this.#city = city;
    this.#day = byRole<HTMLInputElement>(root, "day");
    this.#tree = new LayerTree(byRole(root, "layer-tree"), city, (collection, on) => this.#toggle(collection, on));
    this.#details = new Details(byRole(root, "details"), city, write);
    this.#swipe = new Swipe(city, write);
    this.#compare = new CompareTool(root, city, this.#swipe);
    this.#trace = new TraceTool(root, city);
    new NumbersCard(byRole(root, "numbers"), city);
    const layerTitle = (id: string) => city.registry?.find(id)?.title ?? "";
    new SearchBox(byRole(root, "search"), city.language, city.say, layerTitle, (hit) => this.#goTo(hit));
    startSheet(byRole(root, "panel"), byRole(root, "sheet-handle"));
    this.#prepare(readState(location.hash));
    this.#listen(write);
  }

  /** Give the element what the address says before it draws for the first time. */
  #prepare({ view, layers, day }: MapState): void {
    if (view) this.#showView(view);
    if (layers) this.#city.shown = layers;
    this.#city.setAttribute("at", day ?? "");
    this.#day.value = day ?? "";
  }

  #listen(write: () => void): void {
    const city = this.#city;
    city.addEventListener("map-ready", () => this.#start(readState(location.hash)));
    city.addEventListener("map-moved", write);
    city.addEventListener("map-drawn", write);
    city.addEventListener("map-picked", (event) => {
      const picked = (event as CustomEvent<Picked>).detail;
      if (!this.#trace.takes(picked)) this.#details.show(thingsOf(picked.features), { mayMoveMap: true });
    });
    const notice = byRole(this.root, "notice");
    city.addEventListener("map-failed", () => {
      notice.textContent = city.say("partly");
    });
    city.addEventListener("map-moved", () => notice.replaceChildren());
    this.#day.addEventListener("change", () => {
      city.setAttribute("at", this.#day.value);
      this.#details.show([]);
    });
    byRole(this.root, "print").addEventListener("click", () => void printMap(city));
    byRole(this.root, "share").addEventListener("click", () => void this.#share());
    window.addEventListener("hashchange", () => {
      const state = readState(location.hash);
      this.#prepare(state);
      this.#compare.start(state.comparison);
    });
    for (const link of document.querySelectorAll<HTMLAnchorElement>("[data-language]")) {
      link.addEventListener("click", () => {
        link.hash = location.hash;
      });
    }
  }

  #start(state: MapState): void {
    if (state.layers === null) this.#city.shown = this.#firstShown();
    this.#tree.build();
    this.#compare.start(state.comparison);
    void this.#trace.start();
    if (state.selected) this.#details.show([state.selected]);
    this.#city.map?.on("contextmenu", ({ lngLat }) => {
      location.assign(`/place?at=${lngLat.lng.toFixed(7)},${lngLat.lat.toFixed(7)}`);
    });
    this.#started = true;
  }

  #firstShown(): string[] {
    const collections = this.#city.registry?.collections ?? [];
    return collections.filter((c) => FIRST_THEMES.includes(c.theme)).map((c) => c.id);
  }

  #showView({ longitude, latitude, zoom }: View): void {
    this.#city.setAttribute("zoom", String(zoom));
    this.#city.setAttribute("center", `${longitude},${latitude}`);
  }

  /** Switch a collection on or off; of the indicators only one is shown, for two colourings cannot be read at once. */
  #toggle(collection: Collection, on: boolean): void {
    const { registry, shown } = this.#city;
    const isRival = (id: string) => collection.theme === INDICATOR && registry?.find(id)?.theme === INDICATOR;
    const others = shown.filter((id) => id !== collection.id && !(on && isRival(id)));
    this.#city.shown = on ? [...others, collection.id] : others;
  }

  #goTo({ collection, fid, box }: Hit): void {
    const { registry, shown } = this.#city;
    if (box) this.#city.showBox(box);
    const found = registry?.find(collection);
    if (!found) return;
    if (!shown.includes(collection) && found.theme !== BASE) this.#toggle(found, true);
    if (fid) this.#details.show([{ collection, fid }]);
  }

  #writeAddress(): void {
    const { map, shown, day } = this.#city;
    if (!map || !this.#started) return;
    const { lng: longitude, lat: latitude } = map.getCenter();
    const view = { zoom: map.getZoom(), latitude, longitude };
    const { comparison } = this.#swipe;
    const state = { view, layers: shown, comparison, day, selected: this.#details.selected };
    history.replaceState(null, "", `${location.pathname}${location.search}${writeState(state)}`);
  }

  async #share(): Promise<void> {
    const link = new URL(location.href);
    link.searchParams.set("lang", this.#city.language);
    const status = byRole(this.root, "tool-status");
    try {
      await navigator.clipboard.writeText(link.href);
      status.textContent = this.#city.say("copied");
    } catch {
      status.textContent = this.#city.say("copyFailed");
    }
  }
}

const root = document.querySelector<HTMLElement>(".map-main");
if (root) new MapPage(root);
