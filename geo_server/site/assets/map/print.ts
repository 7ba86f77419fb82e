// Printing: the drawing of the map is put on paper as a picture, because browsers print a WebGL canvas empty.
import { make } from "./dom.ts";
import type { CityMap } from "./element.ts";

/** Print the page with the map as it is now. */
export async function printMap(city: CityMap): Promise<void> {
  if (!city.map) return;
  const picture = make("img", { class: "print-picture", alt: city.say("mapLabel") });
  city.map.redraw();
  picture.src = city.map.getCanvas().toDataURL("image/png");
  await picture.decode();
  city.append(picture);
  window.addEventListener("afterprint", () => picture.remove(), { once: true });
  window.print();
}
