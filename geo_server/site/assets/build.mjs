// Builds ../static/site: one style sheet for every page, one script and style sheet for the map, MapLibre's worker beside it.
// The new files are made beside the old ones and take their place at once, so that a failed build leaves the site as it was.
import { cp, rename, rm } from "node:fs/promises";
import * as esbuild from "esbuild";

const target = "../static/site";
const watching = process.argv.includes("--watch");
const outdir = watching ? target : `${target}.new`;
const options = {
  entryPoints: [
    { in: "styles/site.css", out: "site" },
    { in: "styles/map.css", out: "map" },
    { in: "styles/desk.css", out: "desk" },
    { in: "styles/scenes.css", out: "scenes" },
    { in: "map/page.ts", out: "map" },
    { in: "map/works.ts", out: "works" },
    { in: "desk/page.ts", out: "desk" },
    { in: "scenes/page.ts", out: "scenes" },
    { in: "node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs", out: "maplibre-worker" },
  ],
  outdir,
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: !watching,
  sourcemap: "linked",
  logLevel: "info",
  assetNames: "files/[name]-[hash]",
  loader: { ".woff": "file", ".woff2": "file" },
};

await rm(outdir, { recursive: true, force: true });
await cp("compass.svg", `${outdir}/compass.svg`);
if (watching) {
  const context = await esbuild.context(options);
  await context.watch();
} else {
  await esbuild.build(options);
  await rm(target, { recursive: true, force: true });
  await rename(outdir, target);
}
