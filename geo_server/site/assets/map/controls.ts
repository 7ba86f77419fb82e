// The map's own controls: zoom, my place, scale in metres, attribution; named in the reader's language.
import {
  AttributionControl,
  GeolocateControl,
  type Map as MapLibre,
  NavigationControl,
  ScaleControl,
} from "maplibre-gl";
import type { Say } from "./texts.ts";

/** MapLibre's own words in the reader's language. */
export function localeOf(say: Say): Record<string, string> {
  return {
    "NavigationControl.ZoomIn": say("zoomIn"),
    "NavigationControl.ZoomOut": say("zoomOut"),
    "GeolocateControl.FindMyLocation": say("findMe"),
    "GeolocateControl.LocationNotAvailable": say("noLocation"),
    "AttributionControl.ToggleAttribution": say("sources"),
    "Map.Title": say("mapLabel"),
  };
}

/** Put the controls on a map. */
export function addControls(map: MapLibre): void {
  map.addControl(new GeolocateControl({ positionOptions: { enableHighAccuracy: true } }), "bottom-right");
  map.addControl(new NavigationControl({ showCompass: false }), "bottom-right");
  map.addControl(new AttributionControl({ compact: true }), "bottom-left");
  map.addControl(new ScaleControl({ unit: "metric", maxWidth: 120 }), "bottom-left");
}
