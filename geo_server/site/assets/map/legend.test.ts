import type { StyleSpecification } from "maplibre-gl";
import { expect, test } from "vitest";
import { derivedLegend, numbersLegend } from "./legend.ts";

function style(...layers: object[]): StyleSpecification {
  return { version: 8, sources: {}, layers } as unknown as StyleSpecification;
}

const BY_STATUS = ["match", ["get", "status"], "live", "#1d7a4c", "dark", "#c2372b", "#8a8f94"];

test("a colour chosen by value gives one entry per value, with the title of the code", () => {
  const codes = { status: { live: "Có hình", dark: "Mất hình", unknown: "Chưa rõ" } };
  const entries = derivedLegend(style({ type: "circle", paint: { "circle-color": BY_STATUS } }), codes);
  expect(entries.map((e) => [e.label, e.swatch.color, e.swatch.shape])).toEqual([
    ["Có hình", "#1d7a4c", "point"],
    ["Mất hình", "#c2372b", "point"],
    ["Chưa rõ", "#8a8f94", "point"],
  ]);
});

test("values that share a colour are named one by one", () => {
  const paint = { "line-color": ["match", ["get", "class"], ["a", "b"], "#111111", "#222222"] };
  expect(derivedLegend(style({ type: "line", paint }), {}).map((e) => e.label)).toEqual(["a", "b"]);
});

test("one look needs no words, and an area is drawn with its outline", () => {
  const fill = { type: "fill", paint: { "fill-color": "#eeeeee" } };
  const line = { type: "line", paint: { "line-color": "#333333" } };
  expect(derivedLegend(style(fill, line), {})).toEqual([
    { label: "", swatch: { shape: "area", color: "#eeeeee", outline: "#333333" } },
  ]);
});

test("a fill that nobody sees (made to be clicked) is not in the legend", () => {
  const fill = { type: "fill", paint: { "fill-color": "#000000", "fill-opacity": 0 } };
  const line = { type: "line", paint: { "line-color": "#b08fa8", "line-dasharray": [3, 2] } };
  expect(derivedLegend(style(fill, line), {})[0]?.swatch).toMatchObject({
    shape: "line",
    color: "#b08fa8",
    dashed: true,
  });
});

const NUMBERS = {
  title: { vi: "Mật độ dân số", en: "Population density" },
  unit: { vi: "người/km²", en: "people/km²" },
  period: "2026",
  area_version: { vi: "Địa giới ngày 01/07/2025", en: "Areas in force on 2025-07-01" },
  method: { vi: "Phân vị", en: "Quantiles" },
  table: "/indicators/population_density",
  classes: [
    { number: 1, label: { vi: "12 – 4.291", en: "12 – 4,291" }, color: "#edf3d9", count: 34 },
    { number: 2, label: { vi: "4.291 – 60.000", en: "4,291 – 60,000" }, color: "#1b4f6b", count: 33 },
  ],
  no_data: { color: "#cccccc", label: { vi: "Không có số liệu", en: "No data" }, count: 1 },
};

test("an indicator's legend says unit, period, areas, method, classes and no data, in the reader's language", () => {
  const made = { ...style(), metadata: { "diaban:legend": NUMBERS } };
  expect(numbersLegend(made, "vi")).toEqual({
    title: "Mật độ dân số",
    unit: "người/km²",
    period: "2026",
    areaVersion: "Địa giới ngày 01/07/2025",
    method: "Phân vị",
    table: "/indicators/population_density",
    classes: [
      { color: "#edf3d9", label: "12 – 4.291", count: 34 },
      { color: "#1b4f6b", label: "4.291 – 60.000", count: 33 },
    ],
    noData: { color: "#cccccc", label: "Không có số liệu", count: 1 },
  });
  expect(numbersLegend(made, "en")?.classes[0]?.label).toBe("12 – 4,291");
});

test("a style that says nothing of numbers has no such legend", () => {
  expect(numbersLegend(style(), "vi")).toBeNull();
  expect(numbersLegend(null, "vi")).toBeNull();
});
