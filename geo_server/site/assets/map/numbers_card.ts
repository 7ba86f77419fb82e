// The legend of an indicator: unit, period, version of the areas, how the classes were made, "no data", and its table twin.
import { make } from "./dom.ts";
import type { CityMap } from "./element.ts";
import { drawSwatch } from "./layer_tree.ts";
import { type NumbersLegend, numbersLegend } from "./legend.ts";
import type { Say } from "./texts.ts";
import { INDICATOR } from "./themes.ts";
import { formatNumber } from "./values.ts";

/** Where the window is narrower, what is known about the numbers opens on demand. */
const WIDE_PX = 832;

export class NumbersCard {
  constructor(
    readonly root: HTMLElement,
    readonly city: CityMap,
  ) {
    city.addEventListener("map-drawn", () => void this.#render());
  }

  async #render(): Promise<void> {
    const { registry, shown, language, say } = this.city;
    const id = [...shown].reverse().find((each) => registry?.find(each)?.theme === INDICATOR);
    const legend = id === undefined ? null : numbersLegend((await registry?.style(id)) ?? null, language);
    this.root.hidden = legend === null;
    if (legend === null || id === undefined) return;
    const rows = [...legend.classes, ...(legend.noData ? [legend.noData] : [])].map((row) =>
      make(
        "li",
        {},
        drawSwatch({ shape: "area", color: row.color, outline: "#8a979e" }),
        make("span", {}, row.label),
        make("span", { class: "legend-count" }, row.count === null ? "" : formatNumber(row.count, language)),
      ),
    );
    const about = make("details", { open: this.city.clientWidth > WIDE_PX }, make("summary", {}, say("about")));
    about.append(facts(legend, say));
    if (legend.table) about.append(make("p", { class: "card-links" }, make("a", { href: legend.table }, say("table"))));
    this.root.replaceChildren(
      make("h2", {}, legend.title || (registry?.find(id)?.title ?? id)),
      make("p", { class: "unit" }, [legend.unit, legend.period].filter(Boolean).join(" · ")),
      make("ul", { class: "legend classes" }, ...rows),
      about,
    );
  }
}

function facts(legend: NumbersLegend, say: Say): HTMLElement {
  const list = make("dl", { class: "facts small" });
  const known = [
    ["period", legend.period],
    ["areaVersion", legend.areaVersion],
    ["method", legend.method],
  ] as const;
  for (const [key, value] of known) if (value) list.append(make("dt", {}, say(key)), make("dd", {}, value));
  return list;
}
