// The desk: waits for the server on a submission's page, draws a difference, helps with the form that hands in a file.
import { DifferenceMap } from "./difference_map.ts";
import { startHandIn } from "./hand_in.ts";
import { startWaiting } from "./waiting.ts";

const find = <T extends HTMLElement>(role: string) => document.querySelector<T>(`[data-role="${role}"]`);

const working = find("working");
if (working) startWaiting(working);

const form = find("hand-in")?.querySelector("form");
if (form) startHandIn(form);

const map = find("difference-map");
if (map) new DifferenceMap(map);
