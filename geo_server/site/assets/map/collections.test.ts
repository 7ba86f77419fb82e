import { expect, test } from "vitest";
import { joinBoxes } from "./collections.ts";

test("the box around boxes; unknown ones do not count", () => {
  expect(joinBoxes([[106, 10, 107, 11], null, [105.5, 10.5, 106.5, 12]])).toEqual([105.5, 10, 107, 12]);
  expect(joinBoxes([null])).toBeNull();
});
