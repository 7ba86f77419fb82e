import { expect, test } from "vitest";
import { asCollection } from "./collections.ts";
import { groupByTheme, themeTitle } from "./themes.ts";

const collection = (id: string, theme: string, title = id) => asCollection({ id, theme, title });

test("networks stand under one heading, each by its own name", () => {
  const groups = groupByTheme(
    [
      collection("water_links", "network/water"),
      collection("power_links", "network/power"),
      collection("c", "cameras"),
    ],
    "vi",
  );
  expect(groups.map((group) => group.title)).toEqual(["Camera", "Hạ tầng kỹ thuật"]);
  expect(groups[1]?.groups.map((group) => group.title)).toEqual(["Cấp nước", "Điện"]);
});

test("collections stand by title, as Vietnamese is sorted", () => {
  const [group] = groupByTheme([collection("b", "planning", "Đường"), collection("a", "planning", "Cây")], "vi");
  expect(group?.collections.map((c) => c.title)).toEqual(["Cây", "Đường"]);
});

test("a theme that nobody foresaw is shown by its own name", () => {
  expect(themeTitle("green_space", "vi")).toBe("Green space");
});
