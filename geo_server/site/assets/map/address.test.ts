import { expect, test } from "vitest";
import { NOTHING, readState, writeState } from "./address.ts";

test("a written state is read back as it was", () => {
  const state = {
    view: { zoom: 12.5, latitude: 10.85214, longitude: 106.65031 },
    layers: ["wards", "cameras"],
    comparison: { before: "scene_a", after: "scene_b", at: 0.4 },
    day: "2026-07-01",
    selected: { collection: "cameras", fid: "12" },
  };
  expect(readState(writeState(state))).toEqual(state);
});

test("an address without a state says nothing", () => {
  expect(readState("")).toEqual(NOTHING);
  expect(writeState(NOTHING)).toBe("");
});

test("no layer at all is a choice, not a missing one", () => {
  expect(readState("#layers=").layers).toEqual([]);
  expect(writeState({ ...NOTHING, layers: [] })).toBe("#layers=");
});

test.each(["#map=12/106.65", "#map=12/95/106", "#map=a/b/c", "#map=", "#map=99/10/106"])("%s is no view", (hash) => {
  expect(readState(hash).view).toBeNull();
});

test("ids that cannot be collections are left out, so nothing strange is asked of the server", () => {
  expect(readState("#layers=cameras,../admin,Wards,x%20y").layers).toEqual(["cameras"]);
  expect(readState("#compare=a,../b,0.5").comparison).toBeNull();
  expect(readState("#at=cameras.1;drop").selected).toBeNull();
});

test("the line of a comparison stays on the map", () => {
  expect(readState("#compare=a,b,7").comparison?.at).toBe(1);
  expect(readState("#compare=a,b").comparison?.at).toBe(0.5);
});

test("a day that does not exist is not looked at", () => {
  expect(readState("#day=2026-13-40").day).toBeNull();
  expect(readState("#day=yesterday").day).toBeNull();
});
