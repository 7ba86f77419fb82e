// Asking a network on the map: choose network and question, click a place, read the answer and the devices to shut.
import type { Feature } from "geojson";
import { byRole, make } from "./dom.ts";
import type { CityMap, Picked } from "./element.ts";
import { boxOf } from "./selection_box.ts";
import type { TextKey } from "./texts.ts";
import { type Answer, ask, KINDS, type Kind, listNetworks, sentences, valves } from "./trace.ts";
import { drawTrace } from "./trace_layer.ts";

const TITLES: Record<Kind, TextKey> = {
  isolation: "traceIsolation",
  downstream: "traceDownstream",
  upstream: "traceUpstream",
  connected: "traceConnected",
  outage: "traceOutage",
};

export class TraceTool {
  readonly #network: HTMLSelectElement;
  readonly #kind: HTMLSelectElement;
  readonly #pick: HTMLButtonElement;
  readonly #answer: HTMLElement;
  #turn = 0;

  constructor(
    readonly page: HTMLElement,
    readonly city: CityMap,
  ) {
    this.#network = byRole<HTMLSelectElement>(page, "trace-network");
    this.#kind = byRole<HTMLSelectElement>(page, "trace-kind");
    this.#pick = byRole<HTMLButtonElement>(page, "trace-pick");
    this.#answer = byRole(page, "trace-answer");
    this.#pick.addEventListener("click", () => this.#wait(this.#pick.getAttribute("aria-pressed") !== "true"));
    byRole(page, "trace-clear").addEventListener("click", () => this.clear());
  }

  /** Offer the networks of the reader; without any the tool stays away. */
  async start(): Promise<void> {
    const networks = await listNetworks().catch(() => []);
    const { language, say } = this.city;
    this.#network.replaceChildren(...networks.map(({ id, title }) => make("option", { value: id }, title[language])));
    this.#kind.replaceChildren(...KINDS.map((kind) => make("option", { value: kind }, say(TITLES[kind]))));
    byRole(this.page, "trace").hidden = networks.length === 0;
  }

  /** Whether the next click on the map is a question, and asks it. */
  takes({ lngLat }: Picked): boolean {
    if (this.#pick.getAttribute("aria-pressed") !== "true") return false;
    this.#wait(false);
    void this.#ask([lngLat.lng, lngLat.lat]);
    return true;
  }

  clear(): void {
    this.#turn++;
    this.#answer.replaceChildren();
    byRole(this.page, "trace-clear").hidden = true;
    if (this.city.map) drawTrace(this.city.map, null);
  }

  #wait(waiting: boolean): void {
    this.#pick.setAttribute("aria-pressed", String(waiting));
    this.#pick.textContent = this.city.say(waiting ? "traceWaiting" : "tracePick");
    byRole(this.page, "panel").dataset.open = String(!waiting); // a phone's sheet makes way for the map
    byRole(this.page, "sheet-handle").setAttribute("aria-expanded", String(!waiting));
  }

  async #ask(place: [number, number]): Promise<void> {
    this.clear();
    const turn = this.#turn;
    this.#answer.append(make("p", {}, this.city.say("traceAsking")));
    try {
      const answer = await ask(this.#kind.value as Kind, this.#network.value, place, this.city.language);
      if (turn === this.#turn) this.#show(answer);
    } catch (error) {
      if (turn === this.#turn) this.#answer.replaceChildren(make("p", { role: "alert" }, (error as Error).message));
    }
    byRole(this.page, "trace-clear").hidden = false;
  }

  #show(answer: Answer): void {
    const { language, say, map } = this.city;
    const found = valves(answer);
    this.#answer.replaceChildren(...sentences(answer, say, language).map((line) => make("p", {}, line)));
    if (this.#kind.value === "isolation") {
      this.#answer.append(make("p", { class: "trace-heading" }, say("traceShut", { n: found.length })));
      this.#answer.append(make("ul", {}, ...found.map((valve) => make("li", {}, this.#valve(valve)))));
    }
    if (map) drawTrace(map, answer.features);
    const box = boxOf(answer.features.features);
    if (box) this.city.showBox(box);
  }

  #valve(valve: Feature): HTMLButtonElement {
    const { title, fid, needed } = valve.properties ?? {};
    const name = String(title ?? fid);
    const button = make("button", { class: "link", type: "button" }, needed ? name : `${name} (${this.city.say("traceSpare")})`);
    button.addEventListener("click", () => {
      const box = boxOf([valve]);
      if (box) this.city.showBox(box);
    });
    return button;
  }
}
