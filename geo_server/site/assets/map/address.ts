// The state of the map as it stands in the address bar, after "#". Pure: text in, state out, and back.

export interface View {
  readonly zoom: number;
  readonly latitude: number;
  readonly longitude: number;
}

export interface Comparison {
  readonly before: string;
  readonly after: string;
  /** Where the line stands, from 0 (all "after") to 1 (all "before"). */
  readonly at: number;
}

export interface MapState {
  readonly view: View | null;
  /** Ids of the collections that are drawn over the base map; null when the address says nothing. */
  readonly layers: readonly string[] | null;
  readonly comparison: Comparison | null;
  /** The day that is looked at, YYYY-MM-DD; null is today. */
  readonly day: string | null;
  /** The selected thing: collection and feature id. */
  readonly selected: { readonly collection: string; readonly fid: string } | null;
}

export const NOTHING: MapState = { view: null, layers: null, comparison: null, day: null, selected: null };

const ID = /^[a-z][a-z0-9_]{0,49}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Read the state from an address's hash; what is not well written is left out. */
export function readState(hash: string): MapState {
  const parts = new URLSearchParams(hash.replace(/^#/, ""));
  const day = parts.get("day");
  return {
    view: readView(parts.get("map")),
    layers: parts.has("layers") ? (parts.get("layers") ?? "").split(",").filter((id) => ID.test(id)) : null,
    comparison: readComparison(parts.get("compare")),
    day: day !== null && DAY.test(day) && !Number.isNaN(Date.parse(day)) ? day : null,
    selected: readSelected(parts.get("at")),
  };
}

/** Write a state as the hash of an address, short and readable: #map=12.5/10.8521/106.6503&layers=cameras. */
export function writeState(state: MapState): string {
  const parts: string[] = [];
  if (state.view) parts.push(`map=${writeView(state.view)}`);
  if (state.layers) parts.push(`layers=${state.layers.join(",")}`);
  if (state.comparison) {
    const { before, after, at } = state.comparison;
    parts.push(`compare=${before},${after},${at.toFixed(2)}`);
  }
  if (state.day) parts.push(`day=${state.day}`);
  if (state.selected) parts.push(`at=${state.selected.collection}.${state.selected.fid}`);
  return parts.length > 0 ? `#${parts.join("&")}` : "";
}

function writeView({ zoom, latitude, longitude }: View): string {
  const digits = Math.max(2, Math.ceil(zoom / 4) + 1);
  return `${Number(zoom.toFixed(2))}/${latitude.toFixed(digits)}/${longitude.toFixed(digits)}`;
}

function readView(text: string | null): View | null {
  const [zoom, latitude, longitude, ...rest] = (text ?? "").split("/").map(Number);
  if (zoom === undefined || latitude === undefined || longitude === undefined || rest.length > 0) return null;
  const holds = zoom >= 0 && zoom <= 24 && Math.abs(latitude) <= 85.06 && Math.abs(longitude) <= 180;
  return text && holds ? { zoom, latitude, longitude } : null;
}

function readComparison(text: string | null): Comparison | null {
  const [before = "", after = "", at = "0.5"] = (text ?? "").split(",");
  if (!ID.test(before) || !ID.test(after) || Number.isNaN(Number(at))) return null;
  return { before, after, at: Math.min(1, Math.max(0, Number(at))) };
}

function readSelected(text: string | null): MapState["selected"] {
  const [, collection, fid] = /^([a-z][a-z0-9_]{0,49})\.(\d+)$/.exec(text ?? "") ?? [];
  return collection && fid ? { collection, fid } : null;
}
