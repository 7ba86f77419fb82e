import { expect, test } from "vitest";
import { thingsOf } from "./details.ts";

test("a thing drawn by two layers or cut by two tiles is one thing", () => {
  const layer = (id: string) => ({ metadata: { collection: id } }) as never;
  const things = thingsOf([
    { id: 7, layer: layer("roads") },
    { id: 7, layer: layer("roads") },
    { id: 7, layer: layer("wards") },
  ]);
  expect(things).toEqual([
    { collection: "roads", fid: "7" },
    { collection: "wards", fid: "7" },
  ]);
});
