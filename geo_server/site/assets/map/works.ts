// The form of a request to dig: the polygon is drawn on the map.
import { byRole } from "./dom.ts";
import { PolygonDrawing } from "./draw_polygon.ts";
import { languageOf, speak } from "./texts.ts";
import "./element.ts";

const root = document.querySelector<HTMLElement>('[data-role="draw"]');
const text = document.querySelector<HTMLTextAreaElement>('[data-role="draw-text"]');
if (root && text) new PolygonDrawing(byRole(document, "draw"), text, speak(languageOf(document.documentElement.lang)));
