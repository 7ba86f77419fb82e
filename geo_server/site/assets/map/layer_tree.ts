// The layer tree: themes that open, collections that are switched on, and under each one that is on, what its colours mean.
import type { Collection } from "./collections.ts";
import { make } from "./dom.ts";
import type { CityMap } from "./element.ts";
import { type CodeTitles, derivedLegend, type LegendEntry, type Swatch } from "./legend.ts";
import { BASE, groupByTheme, INDICATOR, type ThemeGroup } from "./themes.ts";

const SVG = "http://www.w3.org/2000/svg";

export class LayerTree {
  constructor(
    readonly root: HTMLElement,
    readonly city: CityMap,
    readonly onToggle: (collection: Collection, on: boolean) => void,
  ) {
    city.addEventListener("map-drawn", () => this.#mark());
  }

  /** Build the tree from the collections the reader may see; the base map is not a choice. */
  build(): void {
    const { registry, language, say } = this.city;
    const groups = groupByTheme(registry?.collections.filter((c) => c.theme !== BASE) ?? [], language);
    const parts = groups.map((group) => this.#theme(group));
    this.root.replaceChildren(...(parts.length > 0 ? parts : [make("p", { class: "empty" }, say("noLayers"))]));
    this.#mark();
  }

  #theme(group: ThemeGroup): HTMLElement {
    const inside = [group, ...group.groups].flatMap((g) => g.collections.map((c) => c.id));
    const open = inside.some((id) => this.city.shown.includes(id));
    const count = make("span", { class: "theme-count" });
    const summary = make("summary", {}, make("span", {}, group.title), count);
    const details = make("details", { class: "theme", "data-ids": inside.join(","), open }, summary);
    if (group.collections.length > 0) details.append(this.#rows(group.collections));
    for (const inner of group.groups) {
      details.append(make("h3", { class: "theme-inner" }, inner.title), this.#rows(inner.collections));
    }
    return details;
  }

  #rows(collections: readonly Collection[]): HTMLElement {
    return make("ul", { class: "layers" }, ...collections.map((c) => this.#row(c)));
  }

  #row(collection: Collection): HTMLElement {
    const box = make("input", { type: "checkbox", "data-layer": collection.id });
    box.addEventListener("change", () => this.onToggle(collection, box.checked));
    const swatch = make("span", { class: "own-swatch", "data-swatch": collection.id });
    const label = make("label", { class: "layer" }, box, make("span", {}, collection.title), swatch);
    const row = make("li", {}, label);
    if (collection.bbox) row.append(this.#zoomButton(collection));
    row.append(make("ul", { class: "legend", "data-legend": collection.id, hidden: true }));
    return row;
  }

  #zoomButton(collection: Collection): HTMLElement {
    const label = this.city.say("zoomToLayer", { title: collection.title });
    const button = make("button", { type: "button", class: "zoom-to", "aria-label": label, title: label });
    button.innerHTML = `<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>`;
    button.addEventListener("click", () => collection.bbox && this.city.showBox(collection.bbox));
    return button;
  }

  #mark(): void {
    const shown = new Set(this.city.shown);
    for (const box of this.root.querySelectorAll<HTMLInputElement>("[data-layer]")) {
      box.checked = shown.has(box.dataset.layer ?? "");
    }
    for (const theme of this.root.querySelectorAll<HTMLElement>(".theme")) {
      const on = (theme.dataset.ids ?? "").split(",").filter((id) => shown.has(id)).length;
      theme.querySelector(".theme-count")!.textContent = on > 0 ? String(on) : "";
    }
    for (const list of this.root.querySelectorAll<HTMLElement>("[data-legend]")) {
      const id = list.dataset.legend ?? "";
      list.hidden = !shown.has(id) || list.childElementCount === 0;
      if (shown.has(id) && list.childElementCount === 0) void this.#explain(id, list);
    }
  }

  async #explain(id: string, list: HTMLElement): Promise<void> {
    const { registry } = this.city;
    const collection = registry?.find(id);
    if (!registry || !collection || collection.imagery || collection.theme === INDICATOR) return;
    const [style, fields] = await Promise.all([registry.style(id), registry.fields(id)]);
    const codes: CodeTitles = Object.fromEntries(fields.map((field) => [field.name, field.codes]));
    const entries = derivedLegend(style, codes);
    const [first] = entries;
    const isPlain = entries.length === 1 && first?.label === "";
    if (isPlain) this.root.querySelector(`[data-swatch="${id}"]`)?.replaceChildren(drawSwatch(first.swatch));
    list.replaceChildren(...(isPlain ? [] : entries.map(legendRow)));
    list.hidden = list.childElementCount === 0 || !this.city.shown.includes(id);
  }
}

function legendRow({ label, swatch }: LegendEntry): HTMLElement {
  return make("li", {}, drawSwatch(swatch), label);
}

/** A small drawing of how a thing looks on the map. */
export function drawSwatch({ shape, color, outline, width, dashed }: Swatch): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  const draw = (name: string, attributes: Record<string, string | number>) => {
    const part = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, String(value));
    svg.append(part);
  };
  for (const [key, value] of Object.entries({
    viewBox: "0 0 22 14",
    width: "22",
    height: "14",
    "aria-hidden": "true",
  })) {
    svg.setAttribute(key, value);
  }
  const edge = { stroke: outline ?? color, "stroke-width": 1 };
  if (shape === "point") draw("circle", { cx: 11, cy: 7, r: 5, fill: color, ...edge });
  else if (shape === "area") draw("rect", { x: 1.5, y: 1.5, width: 19, height: 11, rx: 2, fill: color, ...edge });
  else
    draw("path", {
      d: "M1 10 8 4 14 9 21 4",
      fill: "none",
      stroke: color,
      "stroke-width": width ?? 2,
      "stroke-dasharray": dashed ? "3 2" : "none",
    });
  return svg;
}
