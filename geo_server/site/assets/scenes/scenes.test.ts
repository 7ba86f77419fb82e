import { describe, expect, it } from "vitest";
import { isFinal } from "./following.ts";
import { sentText } from "./sending.ts";

describe("the text under the bar of a file that is sent", () => {
  it("counts in megabytes and whole percents", () => {
    expect(sentText("{sent} of {all} MB ({percent} %)", 12_000_000, 340_000_000)).toBe("12 of 340 MB (3 %)");
    expect(sentText("{sent}/{all}", 1_500_000, 9_990_000)).toBe("1.5/10.0");
  });

  it("says nothing wrong of an unknown length", () => {
    expect(sentText("{percent} %", 5, 0)).toBe("0 %");
  });
});

describe("a delivery", () => {
  it("is followed until it is ready or has failed", () => {
    expect(["received", "making", "ready", "failed"].map(isFinal)).toEqual([false, false, true, true]);
  });
});
