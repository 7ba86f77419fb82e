// Values as people read them here: decimal comma, dd/mm/yyyy, the title of a code instead of the code. Pure.
import type { Language } from "./texts.ts";
import { speak } from "./texts.ts";

export interface Field {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  readonly role: string;
  readonly format: string;
  readonly codes: Readonly<Record<string, string>>;
}

interface PropertyDocument {
  title?: string;
  format?: string;
  "x-ogc-role"?: string;
  "x-ogc-unit"?: string;
  oneOf?: { const: unknown; title?: string }[];
  enum?: unknown[];
}

export interface SchemaDocument {
  properties?: Record<string, PropertyDocument>;
}

/** For whom values are written: his language, and the time zone of the city rather than that of his computer. */
export interface Reader {
  readonly language: Language;
  readonly timeZone?: string | undefined;
}

const LOCALE: Record<Language, string> = { vi: "vi-VN", en: "en-GB" };

/** The fields of a collection in the order of its schema, geometry left out. */
export function readFields(schema: SchemaDocument): Field[] {
  return Object.entries(schema.properties ?? {})
    .filter(([, p]) => !(p["x-ogc-role"] ?? "").includes("geometry") && !(p.format ?? "").startsWith("geometry"))
    .map(([name, p]) => ({
      name,
      title: p.title || name,
      unit: p["x-ogc-unit"] ?? "",
      role: p["x-ogc-role"] ?? "",
      format: p.format ?? "",
      codes: Object.fromEntries((p.oneOf ?? []).map((code) => [String(code.const), code.title ?? String(code.const)])),
    }));
}

export function formatNumber(value: number, language: Language): string {
  const size = Math.abs(value);
  const maximumFractionDigits = size < 10 ? 3 : size < 1000 ? 1 : 0;
  return new Intl.NumberFormat(LOCALE[language], { maximumFractionDigits }).format(value);
}

/** A day or an instant as written here; text that is neither is returned as it is. */
export function formatDate(text: string, { language, timeZone }: Reader): string {
  const instant = new Date(text);
  if (Number.isNaN(instant.getTime())) return text;
  if (!text.includes("T")) return text.slice(0, 10).split("-").reverse().join("/");
  const day = { day: "2-digit", month: "2-digit", year: "numeric", timeZone } as const;
  const time = { hour: "2-digit", minute: "2-digit", timeZone } as const;
  const write = (parts: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(LOCALE[language], parts).format(instant);
  return `${write(day)} ${write(time)}`;
}

/** A property as text; empty when there is nothing to say. */
export function formatValue(value: unknown, field: Field, reader: Reader): string {
  if (value === null || value === undefined || value === "") return "";
  if (typeof value === "boolean") return speak(reader.language)(value ? "yes" : "no");
  const code = field.codes[String(value)];
  if (code !== undefined) return code;
  const isYear = field.name === "year" || field.name.endsWith("_year");
  if (typeof value === "number") {
    return withUnit(isYear ? String(value) : formatNumber(value, reader.language), field.unit);
  }
  if (typeof value === "object") return JSON.stringify(value);
  if (field.format.startsWith("date")) return formatDate(String(value), reader);
  return withUnit(String(value), field.unit);
}

function withUnit(text: string, unit: string): string {
  return unit ? `${text} ${unit.replace(/m2$/, "m²").replace(/km2$/, "km²")}` : text;
}

/** The fields beside the heading: those with something to say that the heading does not say already. */
export function factsOf(
  properties: Readonly<Record<string, unknown>>,
  fields: readonly Field[],
  reader: Reader,
): { title: string; text: string }[] {
  const heading = titleOfFeature(properties, fields);
  return fields
    .map((field) => ({ title: field.title, text: formatValue(properties[field.name], field, reader) }))
    .filter(({ text }) => text !== "" && text !== heading);
}

/** What the thing is called: the field with role "title", else "name" or "code", else nothing. */
export function titleOfFeature(properties: Readonly<Record<string, unknown>>, fields: readonly Field[]): string {
  const byRole = (role: string) => fields.find((field) => field.role.split(" ").includes(role))?.name;
  const names = [byRole("title"), byRole("code"), byRole("key"), "name", "code"];
  for (const name of names) {
    const value = name === undefined ? undefined : properties[name];
    if (value !== null && value !== undefined && value !== "") return String(value);
  }
  return "";
}
