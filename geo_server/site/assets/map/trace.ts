// Questions to a network: how they are asked, and what their answers say. Nothing of the page.
import type { Feature, FeatureCollection } from "geojson";
import { OGC } from "./collections.ts";
import type { Language, Say } from "./texts.ts";

export const KINDS = ["isolation", "downstream", "upstream", "connected", "outage"] as const;
export type Kind = (typeof KINDS)[number];

export interface Network {
  readonly id: string;
  readonly title: { readonly vi: string; readonly en: string };
  readonly collections: readonly string[];
}

/** What the processes say in numbers; an outage says it for each network. */
interface Sums {
  readonly network: string;
  readonly links?: number;
  readonly length_m?: number;
  readonly customers?: number;
  readonly people?: number;
  readonly whole?: boolean;
}

interface Summary extends Sums {
  readonly shut?: number;
  readonly networks?: readonly Sums[];
  readonly dark?: Readonly<Record<string, number>>;
}

export interface Answer {
  readonly features: FeatureCollection;
  readonly summary: Summary;
}

/** The networks that the reader may ask. */
export async function listNetworks(): Promise<Network[]> {
  const answer = await fetch("/networks.json", { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return ((await answer.json()) as { networks: Network[] }).networks;
}

/** The process that answers, and its inputs. */
export function request(kind: Kind, network: string, place: readonly [number, number]): [string, object] {
  const point = { value: { type: "Point", coordinates: place } };
  if (kind === "isolation" || kind === "outage") return [`network-${kind}`, { network, place: point }];
  return ["network-trace", { network, kind, place: point }];
}

/** Ask; throws an Error with the server's sentence. */
export async function ask(kind: Kind, network: string, place: readonly [number, number], language: Language): Promise<Answer> {
  const [process, inputs] = request(kind, network, place);
  const answer = await fetch(`${OGC}/processes/${process}/execution`, {
    method: "POST",
    headers: { "content-type": "application/json", "accept-language": language },
    body: JSON.stringify({ inputs, outputs: { features: {}, summary: {} }, response: "document" }),
  });
  const document = await answer.json();
  if (!answer.ok) throw new Error(language === "vi" ? document.detail_vi : document.detail_en);
  return { features: document.features.value, summary: document.summary.value };
}

/** The answer in sentences. */
export function sentences({ summary }: Answer, say: Say, language: Language): string[] {
  const number = new Intl.NumberFormat(language === "vi" ? "vi-VN" : "en-GB", { maximumFractionDigits: 1 });
  const parts = summary.networks ?? [summary];
  const lines = parts.map((part) => {
    const values = { links: number.format(part.links ?? 0), km: number.format((part.length_m ?? 0) / 1000) };
    const length = say("traceLinks", values);
    const customers = part.customers ? `; ${say("traceCustomers", { n: number.format(part.customers) })}` : "";
    const people = part.people ? ` (${say("tracePeople", { n: number.format(part.people) })})` : "";
    return `${summary.networks ? `${part.network}: ` : ""}${length}${customers}${people}`;
  });
  const dark = Object.values(summary.dark ?? {}).reduce((sum, count) => sum + count, 0);
  if (dark > 0) lines.push(say("traceDark", { n: number.format(dark) }));
  if (parts.some((part) => part.whole === false)) lines.push(say("tracePartly"));
  return lines;
}

/** The devices to shut, those that are needed first. */
export function valves({ features }: Answer): Feature[] {
  return features.features.filter((feature) => feature.properties?.role === "shut");
}
