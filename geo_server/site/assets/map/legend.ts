// What the colours mean. A style that says so itself (`diaban:legend`) is believed; otherwise the paint is read.
import type { LayerSpecification, StyleSpecification } from "maplibre-gl";
import type { Language } from "./texts.ts";

export interface Swatch {
  readonly shape: "area" | "line" | "point";
  readonly color: string;
  readonly outline?: string;
  readonly width?: number;
  readonly dashed?: boolean;
}

export interface LegendEntry {
  /** Empty when the collection has one look only: its title says what it is. */
  readonly label: string;
  readonly swatch: Swatch;
}

export interface NumbersClass {
  readonly color: string;
  readonly label: string;
  readonly count: number | null;
}

export interface NumbersLegend {
  readonly title: string;
  readonly unit: string;
  readonly period: string;
  readonly areaVersion: string;
  readonly method: string;
  /** Address of the same numbers as a table; empty if there is none. */
  readonly table: string;
  readonly classes: readonly NumbersClass[];
  readonly noData: NumbersClass | null;
}

/** Titles of the codes of each field: {"status": {"dark": "Mất tín hiệu"}}. */
export type CodeTitles = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Words = string | Readonly<Record<Language, string>>;

interface ClassDocument {
  color: string;
  label: Words;
  count?: number;
}

interface NumbersDocument {
  title?: Words;
  unit?: Words;
  period?: Words;
  area_version?: Words;
  method?: Words;
  table?: string;
  classes: readonly ClassDocument[];
  no_data?: ClassDocument | null;
}

/** The legend of an indicator, with everything a reader must know of it; null if the style carries none. */
export function numbersLegend(style: StyleSpecification | null, language: Language): NumbersLegend | null {
  const document = (style?.metadata as Record<string, NumbersDocument> | undefined)?.["diaban:legend"];
  if (!document) return null;
  const say = (words: Words | undefined) => (typeof words === "object" ? words[language] : (words ?? ""));
  const asClass = ({ color, label, count }: ClassDocument) => ({ color, label: say(label), count: count ?? null });
  return {
    title: say(document.title),
    unit: say(document.unit),
    period: say(document.period),
    areaVersion: say(document.area_version),
    method: say(document.method),
    table: document.table ?? "",
    classes: document.classes.map(asClass),
    noData: document.no_data ? asClass(document.no_data) : null,
  };
}

/** Swatches for a collection, derived from its layers; one per value where the paint chooses by value. */
export function derivedLegend(style: StyleSpecification | null, codes: CodeTitles): LegendEntry[] {
  const layers = (style?.layers ?? []).filter(isSeen).sort((a, b) => SHAPES.indexOf(a.type) - SHAPES.indexOf(b.type));
  const chosen = layers.find((layer) => valuesOf(layer) !== null) ?? layers[0];
  if (!chosen) return [];
  const outline = chosen.type === "fill" ? layers.find((layer) => layer.type === "line") : undefined;
  const values = valuesOf(chosen);
  if (values === null) return [{ label: "", swatch: swatchOf(chosen, plainColor(chosen), outline) }];
  const titles = codes[values.field] ?? {};
  const named = values.pairs.map(([value, color]) => ({ label: titles[value] ?? value, color }));
  const others = Object.keys(titles).filter((code) => !values.pairs.some(([value]) => value === code));
  const rest = others.map((code) => titles[code]).join(", ");
  const entries = rest && values.rest ? [...named, { label: rest, color: values.rest }] : named;
  return entries.map(({ label, color }) => ({ label, swatch: swatchOf(chosen, color, outline) }));
}

const SHAPES: readonly string[] = ["fill", "circle", "line"];

function isSeen(layer: LayerSpecification): boolean {
  const paint = (layer.paint ?? {}) as Record<string, unknown>;
  return SHAPES.includes(layer.type) && paint[`${layer.type}-opacity`] !== 0;
}

const COLOR = { fill: "fill-color", line: "line-color", circle: "circle-color" } as const;

function paintOf(layer: LayerSpecification): { type: keyof typeof COLOR; paint: Record<string, unknown> } | null {
  if (layer.type !== "fill" && layer.type !== "line" && layer.type !== "circle") return null;
  return { type: layer.type, paint: (layer.paint ?? {}) as Record<string, unknown> };
}

function colorOf(layer: LayerSpecification): unknown {
  const found = paintOf(layer);
  return found ? found.paint[COLOR[found.type]] : undefined;
}

function plainColor(layer: LayerSpecification): string {
  return firstColor(colorOf(layer)) ?? "#7a8790";
}

function firstColor(value: unknown): string | null {
  if (typeof value === "string") return /^(#|rgb|hsl)/.test(value) ? value : null;
  if (!Array.isArray(value)) return null;
  for (const part of value.slice(1)) {
    const color = firstColor(part);
    if (color) return color;
  }
  return null;
}

/** The (value, colour) pairs of a `match` on one field and the colour of the rest; null when no field is asked. */
function valuesOf(layer: LayerSpecification): { field: string; pairs: [string, string][]; rest: string | null } | null {
  const color = colorOf(layer);
  if (!Array.isArray(color) || color[0] !== "match") return null;
  const field = fieldOf(color[1]);
  if (field === null) return null;
  const pairs: [string, string][] = [];
  for (let i = 2; i + 1 < color.length; i += 2) {
    const shade = firstColor(color[i + 1]);
    for (const value of [color[i]].flat()) if (shade) pairs.push([String(value), shade]);
  }
  return { field, pairs, rest: firstColor(color.at(-1)) };
}

function fieldOf(expression: unknown): string | null {
  if (!Array.isArray(expression)) return null;
  if (expression[0] === "get" && typeof expression[1] === "string") return expression[1];
  return (
    expression
      .slice(1)
      .map(fieldOf)
      .find((field) => field !== null) ?? null
  );
}

function swatchOf(layer: LayerSpecification, color: string, outline: LayerSpecification | undefined): Swatch {
  const paint = paintOf(layer)?.paint ?? {};
  if (layer.type === "circle")
    return { shape: "point", color, outline: String(firstColor(paint["circle-stroke-color"]) ?? "#ffffff") };
  if (layer.type === "line")
    return { shape: "line", color, width: lineWidth(paint["line-width"]), dashed: "line-dasharray" in paint };
  const edge = outline ? plainColor(outline) : firstColor(paint["fill-outline-color"]);
  return edge ? { shape: "area", color, outline: edge } : { shape: "area", color };
}

function lineWidth(value: unknown): number {
  const numbers = [value].flat(3).filter((part): part is number => typeof part === "number");
  return Math.min(4, Math.max(1.5, numbers.at(-1) ?? 2));
}
