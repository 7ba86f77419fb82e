// Choosing the two scenes to compare: the switch, the two lists, the labels on the map.
import type { Comparison } from "./address.ts";
import type { Collection } from "./collections.ts";
import { byRole, make } from "./dom.ts";
import type { CityMap } from "./element.ts";
import type { Swipe } from "./swipe.ts";
import { IMAGERY } from "./themes.ts";

/** Scenes from the oldest to the newest; scenes without a day come last, by title. */
export function scenesInOrder(collections: readonly Collection[]): Collection[] {
  const key = (c: Collection) => `${c.since ?? "9999"} ${c.title}`;
  return collections.filter((c) => c.theme === IMAGERY && c.imagery).sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

export class CompareTool {
  readonly #on: HTMLInputElement;
  readonly #before: HTMLSelectElement;
  readonly #after: HTMLSelectElement;

  constructor(
    readonly page: HTMLElement,
    readonly city: CityMap,
    readonly swipe: Swipe,
  ) {
    this.#on = byRole<HTMLInputElement>(page, "compare-on");
    this.#before = byRole<HTMLSelectElement>(page, "compare-before");
    this.#after = byRole<HTMLSelectElement>(page, "compare-after");
    this.#on.addEventListener("change", () => this.#apply(true));
    this.#before.addEventListener("change", () => this.#apply(false));
    this.#after.addEventListener("change", () => this.#apply(false));
  }

  /** Offer the scenes, and show the comparison that the address asks for. */
  start(asked: Comparison | null): void {
    const scenes = scenesInOrder(this.city.registry?.collections ?? []);
    byRole(this.page, "compare").hidden = scenes.length < 2;
    if (scenes.length < 2) return;
    const options = () => scenes.map((scene) => make("option", { value: scene.id }, scene.title));
    this.#before.replaceChildren(...options());
    this.#after.replaceChildren(...options());
    const known = asked !== null && [asked.before, asked.after].every((id) => scenes.some((s) => s.id === id));
    this.#before.value = known ? asked.before : (scenes[0]?.id ?? "");
    this.#after.value = known ? asked.after : (scenes.at(-1)?.id ?? "");
    this.#on.checked = known;
    if (known) this.#show(asked);
  }

  #apply(moveThere: boolean): void {
    if (!this.#on.checked) return this.#show(null);
    const comparison = { before: this.#before.value, after: this.#after.value, at: this.swipe.comparison?.at ?? 0.5 };
    this.#show(comparison);
    const box = this.city.registry?.find(comparison.after)?.bbox;
    if (moveThere && box) this.city.showBox(box);
  }

  #show(comparison: Comparison | null): void {
    if (comparison === null && this.swipe.comparison) {
      this.city.shown = this.city.shown.filter((id) => id !== this.swipe.comparison?.after);
    }
    this.swipe.show(comparison);
    byRole(this.page, "compare-choice").hidden = comparison === null;
    byRole(this.page, "swipe-labels").hidden = comparison === null;
    if (comparison !== null) this.#label(comparison);
    this.swipe.onChange();
  }

  #label({ before, after }: Comparison): void {
    const title = (id: string) => this.city.registry?.find(id)?.title ?? id;
    byRole(this.page, "swipe-before").textContent = `${this.city.say("before")}: ${title(before)}`;
    byRole(this.page, "swipe-after").textContent = `${this.city.say("after")}: ${title(after)}`;
  }
}
