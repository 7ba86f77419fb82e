// The search box: a combobox over /ogc/search, by keyboard and by touch. Diacritics and case do not matter; the server sees to it.
import { type Box, OGC, readJson } from "./collections.ts";
import { byRole, make } from "./dom.ts";
import type { Language, Say } from "./texts.ts";

const WAIT_MS = 180;
const LIMIT = 12;

export interface Hit {
  readonly collection: string;
  readonly fid: string;
  readonly title: string;
  readonly subtitle: string;
  readonly box: Box | null;
}

interface HitDocument {
  id?: string | number;
  bbox?: number[];
  geometry?: { type: string; coordinates: number[] } | null;
  properties: { collection: string; title: string; subtitle?: string; fid?: number };
}

/** The answer of the search door as hits; pure. */
export function readHits(document: { features: HitDocument[] }): Hit[] {
  return document.features.map(({ id, bbox, geometry, properties }) => {
    const point = geometry?.type === "Point" ? [...geometry.coordinates, ...geometry.coordinates] : null;
    const box = bbox?.length === 4 ? bbox : point?.length === 4 ? point : null;
    const fid = String(properties.fid ?? id ?? "");
    const { collection, title, subtitle = "" } = properties;
    return { collection, fid, title, subtitle, box: box as unknown as Box | null };
  });
}

export class SearchBox {
  readonly #input: HTMLInputElement;
  readonly #list: HTMLElement;
  readonly #status: HTMLElement;
  #hits: readonly Hit[] = [];
  #active = -1;
  #asked: AbortController | null = null;
  #timer = 0;

  constructor(
    root: HTMLElement,
    readonly language: Language,
    readonly say: Say,
    readonly layerTitle: (collection: string) => string,
    readonly onChosen: (hit: Hit) => void,
  ) {
    this.#input = byRole<HTMLInputElement>(root, "search-input");
    this.#list = byRole(root, "search-hits");
    this.#status = byRole(root, "search-status");
    this.#input.addEventListener("input", () => this.#later());
    this.#input.addEventListener("keydown", (event) => this.#onKey(event));
    root.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#choose(Math.max(0, this.#active));
    });
    root.addEventListener("focusout", (event) => {
      if (!root.contains(event.relatedTarget as Node | null)) this.#close();
    });
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(this.#input.value.trim()), WAIT_MS);
  }

  async #ask(text: string): Promise<void> {
    this.#asked?.abort();
    if (text.length < 2) return this.#close();
    this.#asked = new AbortController();
    this.#status.textContent = this.say("searching");
    const url = `${OGC}/search?q=${encodeURIComponent(text)}&limit=${LIMIT}`;
    try {
      this.#show(readHits(await readJson(url, this.language, this.#asked.signal)));
    } catch (error) {
      if ((error as Error).name !== "AbortError") this.#status.textContent = this.say("searchFailed");
    }
  }

  #show(hits: readonly Hit[]): void {
    this.#hits = hits;
    this.#status.textContent = hits.length > 0 ? this.say("hits", { n: hits.length }) : this.say("noHits");
    this.#list.replaceChildren(...hits.map((hit, i) => this.#row(hit, i)));
    this.#list.hidden = hits.length === 0;
    this.#input.setAttribute("aria-expanded", String(hits.length > 0));
    this.#mark(-1);
  }

  #row(hit: Hit, index: number): HTMLElement {
    const where = [hit.subtitle, this.layerTitle(hit.collection)].filter(Boolean).join(" · ");
    const row = make(
      "li",
      { role: "option", id: `hit-${index}`, class: "hit", "aria-selected": "false" },
      make("span", { class: "hit-title" }, hit.title),
      make("span", { class: "hit-subtitle" }, where),
    );
    row.addEventListener("pointerdown", (event) => event.preventDefault());
    row.addEventListener("click", () => this.#choose(index));
    return row;
  }

  #onKey(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") return this.#close();
    if (step === undefined || this.#hits.length === 0) return;
    event.preventDefault();
    this.#mark((this.#active + step + this.#hits.length) % this.#hits.length);
  }

  #mark(index: number): void {
    this.#active = index;
    for (const [i, row] of [...this.#list.children].entries()) row.setAttribute("aria-selected", String(i === index));
    this.#list.children[index]?.scrollIntoView({ block: "nearest" });
    if (index >= 0) this.#input.setAttribute("aria-activedescendant", `hit-${index}`);
    else this.#input.removeAttribute("aria-activedescendant");
  }

  #choose(index: number): void {
    const hit = this.#hits[index];
    if (!hit) return;
    this.#input.value = hit.title;
    this.#close();
    this.onChosen(hit);
  }

  #close(): void {
    this.#list.hidden = true;
    this.#status.textContent = "";
    this.#input.setAttribute("aria-expanded", "false");
    this.#mark(-1);
  }
}
