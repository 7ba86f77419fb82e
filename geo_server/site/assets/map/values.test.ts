import { expect, test } from "vitest";
import { factsOf, formatDate, formatValue, readFields, titleOfFeature } from "./values.ts";

const FIELDS = readFields({
  properties: {
    geometry: { format: "geometry-point", "x-ogc-role": "primary-geometry" },
    code: { title: "Mã", "x-ogc-role": "code" },
    name: { title: "Tên", "x-ogc-role": "title" },
    status: { title: "Tình trạng", oneOf: [{ const: "dark", title: "Mất hình" }] },
    height_m: { title: "Độ cao", "x-ogc-unit": "m" },
    area: { title: "Diện tích", "x-ogc-unit": "m2" },
    year: { title: "Năm" },
    priority: { title: "Nơi ưu tiên" },
    issued: { title: "Ngày cấp", format: "date" },
  },
});
const VI = { language: "vi", timeZone: "Asia/Ho_Chi_Minh" } as const;
const named = (name: string) => FIELDS.find((field) => field.name === name)!;

test("the geometry is drawn, not listed", () => {
  expect(FIELDS.map((field) => field.name)).not.toContain("geometry");
});

test.each([
  ["height_m", 5.5, "5,5 m"],
  ["area", 1234.56, "1.235 m²"],
  ["year", 1998, "1998"],
  ["status", "dark", "Mất hình"],
  ["priority", false, "Không"],
  ["issued", "2026-02-10", "10/02/2026"],
  ["name", null, ""],
])("%s = %s reads %s", (name, value, text) => {
  expect(formatValue(value, named(name), VI)).toBe(text);
});

test("English readers get their own decimal point", () => {
  expect(formatValue(5.5, named("height_m"), { language: "en" })).toBe("5.5 m");
});

test("text that is no date stays as it is", () => {
  expect(formatDate("quý I", VI)).toBe("quý I");
});

test("an instant is written in the city's time, wherever the reader's computer stands", () => {
  expect(formatDate("2026-02-09T20:30:00Z", VI)).toBe("10/02/2026 03:30");
});

test("a thing is called by its title, else by its code", () => {
  expect(titleOfFeature({ name: "Ngã tư Ga", code: "C1" }, FIELDS)).toBe("Ngã tư Ga");
  expect(titleOfFeature({ name: "", code: "C1" }, FIELDS)).toBe("C1");
  expect(titleOfFeature({}, FIELDS)).toBe("");
});

test("what the heading says is not said again, nor what is empty", () => {
  const facts = factsOf({ name: "Ngã tư Ga", code: "C1", status: null }, FIELDS, VI);
  expect(facts).toEqual([{ title: "Mã", text: "C1" }]);
});
