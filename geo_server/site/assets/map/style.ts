// One map style out of the styles of many collections. Pure: the same input gives the same style, so MapLibre can compare.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import { type Collection, OGC } from "./collections.ts";
import { BASE, themeRank } from "./themes.ts";

export const LAND = "#f2f1ec";
export const FONT = "Be Vietnam Pro";
const TILES = "map/tiles/WebMercatorQuad/{z}/{y}/{x}";

export interface Drawn {
  readonly collection: Collection;
  /** The collection's own style as the door serves it; null while it is read, and for pictures. */
  readonly style: StyleSpecification | null;
}

/** The style of the whole map: land, base map, pictures, areas, lines, points, and letters on top. */
export function composeStyle(drawn: readonly Drawn[], { day, origin }: { day: string | null; origin: string }) {
  const sources: Record<string, SourceSpecification> = {};
  const placed: { rank: readonly number[]; layer: LayerSpecification }[] = [];
  for (const [index, { collection, style }] of drawn.entries()) {
    if (collection.imagery) {
      sources[collection.id] = pictureSource(collection, origin);
      const layer = { id: `${collection.id}:picture`, type: "raster", source: collection.id } as const;
      placed.push({ rank: [1, 0, index], layer: { ...layer, metadata: { collection: collection.id } } });
      continue;
    }
    for (const [name, source] of Object.entries(style?.sources ?? {})) {
      sources[`${collection.id}:${name}`] = onDay(absolute(source, origin), day);
    }
    for (const layer of style?.layers ?? []) {
      if (layer.type !== "background")
        placed.push({ rank: rankOf(collection, layer, index), layer: own(layer, collection) });
    }
  }
  placed.sort((a, b) => compareRanks(a.rank, b.rank));
  const land: LayerSpecification = { id: "land", type: "background", paint: { "background-color": LAND } };
  return { version: 8, sources, layers: [land, ...placed.map((p) => p.layer)] } satisfies StyleSpecification;
}

/** The collection that a drawn layer belongs to; undefined for the page's own layers. */
export function collectionOfLayer(layer: { metadata?: unknown }): string | undefined {
  return (layer.metadata as { collection?: string } | undefined)?.collection;
}

function rankOf(collection: Collection, layer: LayerSpecification, index: number): readonly number[] {
  const isBase = collection.theme === BASE;
  if (layer.type === "symbol") return [isBase ? 5 : 6, -themeRank(collection.theme), index];
  if (isBase) return [0, baseRank(collection), index];
  const group = layer.type === "circle" ? 4 : layer.type === "line" ? 3 : 2;
  return [group, -themeRank(collection.theme), index];
}

function baseRank(collection: Collection): number {
  return collection.geometryType.includes("Line") ? 1 : 0;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [i, value] of a.entries()) {
    const difference = value - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function own(layer: LayerSpecification, collection: Collection): LayerSpecification {
  const made = {
    ...layer,
    id: `${collection.id}:${layer.id}`,
    metadata: { ...(layer.metadata as object | undefined), collection: collection.id },
  } as LayerSpecification & { source?: string };
  if (made.source) made.source = `${collection.id}:${made.source}`;
  if (made.type === "symbol" && made.layout?.["text-field"]) made.layout = { ...made.layout, "text-font": [FONT] };
  return made as LayerSpecification;
}

function pictureSource({ id, bbox }: Collection, origin: string): SourceSpecification {
  const bounds = bbox ? { bounds: [...bbox] as [number, number, number, number] } : {};
  return {
    type: "raster",
    tiles: [`${origin}${OGC}/collections/${id}/${TILES}`],
    tileSize: 256,
    maxzoom: 20,
    ...bounds,
  };
}

function absolute(source: SourceSpecification, origin: string): SourceSpecification {
  const fix = (url: string) => (url.startsWith("/") ? origin + url : url);
  if ("tiles" in source && source.tiles) return { ...source, tiles: source.tiles.map(fix) };
  if ("url" in source && source.url) return { ...source, url: fix(source.url) };
  return source;
}

/** The source as it stood on a day. */
function onDay(source: SourceSpecification, day: string | null): SourceSpecification {
  if (day === null) return source;
  const add = (url: string) => `${url}${url.includes("?") ? "&" : "?"}datetime=${day}T23:59:59Z`;
  if ("tiles" in source && source.tiles) return { ...source, tiles: source.tiles.map(add) };
  return source;
}
