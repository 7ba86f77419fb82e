import { describe, expect, it } from "vitest";
import { cornersOf, polygonOf } from "./draw_polygon.ts";

const CORNERS = [
  [106.7, 10.78],
  [106.71, 10.78],
  [106.71, 10.79],
];

describe("a polygon that is drawn", () => {
  it("is closed by its first corner", () => {
    expect(polygonOf(CORNERS)?.coordinates[0]).toEqual([...CORNERS, CORNERS[0]]);
  });

  it("is none before the third corner", () => {
    expect(polygonOf(CORNERS.slice(0, 2))).toBeNull();
  });

  it("is read back from its text, as a geometry and as a feature", () => {
    const polygon = polygonOf(CORNERS);
    expect(cornersOf(JSON.stringify(polygon))).toEqual(CORNERS);
    expect(cornersOf(JSON.stringify({ type: "Feature", properties: {}, geometry: polygon }))).toEqual(CORNERS);
  });

  it("has no corners in a text that is something else", () => {
    for (const text of ["", "106.7 10.78", "null", '{"type":"Point","coordinates":[1,2]}']) {
      expect(cornersOf(text)).toEqual([]);
    }
  });
});
