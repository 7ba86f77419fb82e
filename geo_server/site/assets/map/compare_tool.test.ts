import { expect, test } from "vitest";
import { asCollection } from "./collections.ts";
import { scenesInOrder } from "./compare_tool.ts";

test("scenes are compared from the oldest to the newest", () => {
  const scene = (id: string, day: string) =>
    asCollection({ id, theme: "imagery", imagery: true, extent: { temporal: { interval: [[day, null]] } } });
  const found = scenesInOrder([
    scene("new", "2026-08-15"),
    scene("old", "2026-02-10"),
    asCollection({ id: "c", theme: "cameras" }),
  ]);
  expect(found.map((each) => each.id)).toEqual(["old", "new"]);
});
