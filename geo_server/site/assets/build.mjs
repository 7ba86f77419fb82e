// Builds ../static/site: one style sheet for every page, one script and style sheet for the map, MapLibre's worker beside it.
import { cp, rm } from "node:fs/promises";
import * as esbuild from "esbuild";

const target = "../static/site";
const options = {
  entryPoints: [
    { in: "styles/site.css", out: "site" },
    { in: "styles/map.css", out: "map" },
    { in: "map/page.ts", out: "map" },
    { in: "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", out: "maplibre-worker" },
  ],
  outdir: target,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  sourcemap: "linked",
  logLevel: "info",
  assetNames: "files/[name]-[hash]",
  loader: { ".woff": "file", ".woff2": "file" },
};

await rm(target, { recursive: true, force: true });
await cp("compass.svg", `${target}/compass.svg`);
if (process.argv.includes("--watch")) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
}
