// The box around features.
import type { Feature, Position } from "geojson";
import type { Box } from "./collections.ts";

/** West, south, east, north of the features; null without a place. */
export function boxOf(features: readonly Feature[]): Box | null {
  let box: [number, number, number, number] | null = null;
  for (const [x = 0, y = 0] of features.flatMap(positions)) {
    box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)] : [x, y, x, y];
  }
  return box;
}

function positions({ geometry }: Feature): Position[] {
  if (!geometry || geometry.type === "GeometryCollection") return [];
  return flat(geometry.coordinates as Nested);
}

type Nested = Position | Nested[];

function flat(nested: Nested): Position[] {
  return typeof nested[0] === "number" ? [nested as Position] : (nested as Nested[]).flatMap(flat);
}
