import { describe, expect, it } from "vitest";
import { asked } from "./hand_in.ts";
import { pauseAfter } from "./waiting.ts";

describe("the form that hands in a file", () => {
  it("asks for a name only of a new collection, and for a key only of an upsert", () => {
    expect(asked("", "replace")).toEqual({ newOnly: true, keyOnly: false });
    expect(asked("wards", "upsert")).toEqual({ newOnly: false, keyOnly: true });
  });
});

describe("waiting", () => {
  it("asks soon at first, and never more rarely than every five seconds", () => {
    expect(pauseAfter(0)).toBeLessThan(1000);
    expect(pauseAfter(3)).toBeGreaterThan(pauseAfter(2));
    expect(pauseAfter(100)).toBe(5000);
  });
});
