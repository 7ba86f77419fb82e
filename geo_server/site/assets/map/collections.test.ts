import { expect, test } from "vitest";
import { boxOf, joinBoxes } from "./collections.ts";

test("the box around boxes; unknown ones do not count", () => {
  expect(joinBoxes([[106, 10, 107, 11], null, [105.5, 10.5, 106.5, 12]])).toEqual([105.5, 10, 107, 12]);
  expect(joinBoxes([null])).toBeNull();
});

test("the box around a geometry of any kind", () => {
  expect(boxOf({ type: "Point", coordinates: [106.7, 10.8] })).toEqual([106.7, 10.8, 106.7, 10.8]);
  const ring = [
    [106, 10],
    [107, 10],
    [107, 12],
    [106, 10],
  ];
  expect(boxOf({ type: "Polygon", coordinates: [ring] })).toEqual([106, 10, 107, 12]);
  expect(boxOf({ type: "MultiPolygon", coordinates: [[ring]] })).toEqual([106, 10, 107, 12]);
  expect(boxOf(null)).toBeNull();
});
