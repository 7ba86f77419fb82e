// What the OGC door says may be drawn: its collections, as the map page reads them.
import type { Geometry } from "geojson";
import type { Language } from "./texts.ts";

export type Box = readonly [west: number, south: number, east: number, north: number];

export interface Collection {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly theme: string;
  readonly geometryType: string;
  /** True when pictures (a COG) stand behind the collection, not shapes. */
  readonly imagery: boolean;
  readonly bbox: Box | null;
  /** First day known of the collection, ISO; scenes are put in order by it. */
  readonly since: string | null;
}

interface CollectionDocument {
  id: string;
  itemType?: string;
  title?: string;
  description?: string;
  theme?: string;
  geometryType?: string;
  imagery?: boolean;
  extent?: { spatial?: { bbox?: number[][] }; temporal?: { interval?: (string | null)[][] } };
}

/** Where the OGC door is, from the page's own address. */
export const OGC = "/ogc";

/** Read JSON from the door in a language; throws when the answer is not a success. */
export async function readJson<T>(url: string, language: Language, signal?: AbortSignal): Promise<T> {
  const headers = { Accept: "application/json, application/geo+json", "Accept-Language": language };
  const answer = await fetch(url, { headers, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw new Error(`${answer.status} ${url}`);
  return (await answer.json()) as T;
}

/** All collections that the reader may see and that can be drawn: the catalogue is a collection of records. */
export async function listCollections(language: Language): Promise<Collection[]> {
  const found = await readJson<{ collections: CollectionDocument[] }>(`${OGC}/collections?f=json`, language);
  return found.collections.filter((document) => document.itemType !== "record").map(asCollection);
}

/** One entry of the collections document; pure. */
export function asCollection(document: CollectionDocument): Collection {
  const box = document.extent?.spatial?.bbox?.[0];
  return {
    id: document.id,
    title: document.title || document.id,
    description: document.description ?? "",
    theme: document.theme ?? "",
    geometryType: document.geometryType ?? "Geometry",
    imagery: document.imagery ?? false,
    bbox: box && box.length === 4 ? (box as unknown as Box) : null,
    since: document.extent?.temporal?.interval?.[0]?.[0] ?? null,
  };
}

/** The box around a geometry; null for one without coordinates. */
export function boxOf(geometry: Geometry | null): Box | null {
  if (geometry === null) return null;
  if (geometry.type === "GeometryCollection") return joinBoxes(geometry.geometries.map(boxOf));
  const numbers = (geometry.coordinates as unknown[]).flat(4) as number[];
  const xs = numbers.filter((_, i) => i % 2 === 0);
  const ys = numbers.filter((_, i) => i % 2 === 1);
  return xs.length > 0 ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : null;
}

/** The box around all boxes; null when none is known. */
export function joinBoxes(boxes: readonly (Box | null)[]): Box | null {
  const known = boxes.filter((box) => box !== null);
  if (known.length === 0) return null;
  return [
    Math.min(...known.map((b) => b[0])),
    Math.min(...known.map((b) => b[1])),
    Math.max(...known.map((b) => b[2])),
    Math.max(...known.map((b) => b[3])),
  ];
}
