import { expect, test } from "vitest";
import { boxOf } from "./selection_box.ts";
import { speak } from "./texts.ts";
import { type Answer, request, sentences, valves } from "./trace.ts";

const point = (role: string, x: number) => ({
  type: "Feature" as const,
  geometry: { type: "Point" as const, coordinates: [x, 10] },
  properties: { role },
});
const nothing = { type: "FeatureCollection" as const, features: [] };

test("an isolation is asked of its own process, a walk of the trace with its kind", () => {
  expect(request("isolation", "water", [106, 10])[0]).toBe("network-isolation");
  expect(request("upstream", "water", [106, 10])).toEqual([
    "network-trace",
    { network: "water", kind: "upstream", place: { value: { type: "Point", coordinates: [106, 10] } } },
  ]);
});

test("an answer says links, kilometres, customers and people", () => {
  const summary = { network: "water", links: 1200, length_m: 3450, customers: 12, people: 40, whole: true };
  const lines = sentences({ features: nothing, summary }, speak("en"), "en");
  expect(lines).toEqual(["1,200 links, 3.5 km; 12 customers (40 people)"]);
});

test("an answer over a part of the network says so", () => {
  const summary = { network: "water", links: 1, length_m: 100, whole: false };
  expect(sentences({ features: nothing, summary }, speak("vi"), "vi")).toHaveLength(2);
});

test("an outage speaks of each network and of what goes dark", () => {
  const networks = [
    { network: "power", links: 2, length_m: 200, customers: 1, people: 5 },
    { network: "water", links: 7, length_m: 700, customers: 2, people: 7 },
  ];
  const summary = { network: "", networks, dark: { cameras: 3 } };
  const lines = sentences({ features: nothing, summary }, speak("en"), "en");
  expect(lines[0]).toBe("power: 2 links, 0.2 km; 1 customers (5 people)");
  expect(lines.at(-1)).toContain("3");
});

test("the devices to shut are those of their role", () => {
  const features = { ...nothing, features: [point("shut", 1), point("stop", 2), point("shut", 3)] };
  const answer: Answer = { features, summary: { network: "water" } };
  expect(valves(answer)).toHaveLength(2);
  expect(boxOf(valves(answer))).toEqual([1, 10, 3, 10]);
  expect(boxOf([])).toBeNull();
});
