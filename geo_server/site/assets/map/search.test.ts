import { expect, test } from "vitest";
import { readHits } from "./search.ts";

test("a hit without a box is shown at its point; one without a place is still listed", () => {
  const hits = readHits({
    features: [
      { id: 3, geometry: { type: "Point", coordinates: [106.7, 10.8] }, properties: { collection: "c", title: "A" } },
      { geometry: null, properties: { collection: "c", title: "B", subtitle: "s" } },
    ],
  });
  expect(hits.map((hit) => [hit.fid, hit.box])).toEqual([
    ["3", [106.7, 10.8, 106.7, 10.8]],
    ["", null],
  ]);
});
