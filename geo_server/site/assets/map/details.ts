// The card of what was clicked or found: name, collection, fields with their titles, and the way to the source data.
import type { Feature } from "geojson";
import type { MapGeoJSONFeature } from "maplibre-gl";
import { boxOf, OGC, readJson } from "./collections.ts";
import { byRole, make } from "./dom.ts";
import type { CityMap } from "./element.ts";
import { select } from "./selection.ts";
import { collectionOfLayer } from "./style.ts";
import { factsOf, titleOfFeature } from "./values.ts";

export interface Thing {
  readonly collection: string;
  readonly fid: string;
}

/** The things behind features drawn by several layers and tiles: each once, the topmost first; pure. */
export function thingsOf(features: readonly Pick<MapGeoJSONFeature, "id" | "layer">[]): Thing[] {
  const found = new Map<string, Thing>();
  for (const { id, layer } of features) {
    const collection = collectionOfLayer(layer);
    if (collection && id !== undefined) found.set(`${collection}.${id}`, { collection, fid: String(id) });
  }
  return [...found.values()];
}

type Item = Feature & { properties: Record<string, unknown> };

export class Details {
  #things: readonly Thing[] = [];
  #index = 0;
  #mayMoveMap = false;

  constructor(
    readonly root: HTMLElement,
    readonly city: CityMap,
    readonly onChange: () => void,
  ) {
    byRole(root, "details-close").addEventListener("click", () => this.show([]));
    root.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.show([]);
    });
  }

  get selected(): Thing | null {
    return this.#things[this.#index] ?? null;
  }

  /** Show these things, the first of them first; none closes the card. A thing that was clicked stays in sight. */
  show(things: readonly Thing[], { mayMoveMap = false } = {}): void {
    this.#things = things;
    this.#index = 0;
    this.#mayMoveMap = mayMoveMap;
    this.#render();
  }

  #turn(step: number): void {
    this.#index = (this.#index + step + this.#things.length) % this.#things.length;
    this.#render();
  }

  #render(): void {
    const thing = this.selected;
    this.root.hidden = thing === null;
    this.onChange();
    if (thing === null && this.city.map) select(this.city.map, null);
    if (thing !== null) void this.#read(thing);
  }

  async #read(thing: Thing): Promise<void> {
    const body = byRole(this.root, "details-body");
    const day = this.city.day ? `&datetime=${this.city.day}T23:59:59Z` : "";
    const url = `${OGC}/collections/${thing.collection}/items/${thing.fid}`;
    try {
      const [item, content] = await this.#content(thing, url, `${url}?f=json${day}`);
      if (thing !== this.selected) return;
      if (this.city.map) select(this.city.map, item);
      body.replaceChildren(...content);
      if (this.#mayMoveMap) this.#keepInSight(item);
    } catch {
      if (thing === this.selected) body.replaceChildren(make("p", { role: "alert" }, this.city.say("loadFailed")));
    }
  }

  /** Move the map when the card hides what it tells about: up on a phone, aside on a desk. */
  #keepInSight({ geometry }: Item): void {
    const { map } = this.city;
    const box = boxOf(geometry);
    if (!map || !box) return;
    const frame = this.city.getBoundingClientRect();
    const card = this.root.getBoundingClientRect();
    const at = map.project([(box[0] + box[2]) / 2, (box[1] + box[3]) / 2]);
    const [x, y] = [at.x + frame.x, at.y + frame.y];
    if (x < card.left || x > card.right || y < card.top || y > card.bottom) return;
    const fillsWidth = card.width > frame.width / 2;
    map.panBy(fillsWidth ? [0, y - (frame.top + card.top) / 2] : [x - (frame.left + card.left) / 2, 0]);
  }

  async #content(thing: Thing, page: string, url: string): Promise<[Item, HTMLElement[]]> {
    const { language, registry, say } = this.city;
    const [item, fields] = await Promise.all([
      readJson<Item>(url, language),
      registry ? registry.fields(thing.collection) : [],
    ]);
    const layer = registry?.find(thing.collection)?.title ?? thing.collection;
    const facts = make("dl", { class: "facts" });
    for (const { title, text } of factsOf(item.properties, fields, this.city)) {
      facts.append(make("dt", {}, title), make("dd", {}, text));
    }
    const heading = make("h2", {}, titleOfFeature(item.properties, fields) || `${layer} ${thing.fid}`);
    const source = make("a", { href: `${page}?f=html` }, say("openItem"));
    const place = make("a", { href: `/place?collection=${thing.collection}&fid=${thing.fid}` }, say("everythingHere"));
    const head = make("header", {}, make("p", { class: "overline" }, layer), heading);
    return [item, [head, ...this.#pager(), facts, make("p", { class: "card-links" }, place, " ", source)]];
  }

  #pager(): HTMLElement[] {
    const count = this.#things.length;
    if (count < 2) return [];
    const { say } = this.city;
    const button = (key: "previous" | "next", sign: string, step: number) => {
      const made = make("button", { type: "button", class: "button quiet", "aria-label": say(key) }, sign);
      made.addEventListener("click", () => this.#turn(step));
      return made;
    };
    const where = make("span", { role: "status" }, say("here", { i: this.#index + 1, n: count }));
    return [make("div", { class: "pager" }, button("previous", "‹", -1), where, button("next", "›", 1))];
  }
}
