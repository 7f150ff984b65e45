// Bundles every piece of src/pieces/ and the fonts into dist/, under content-hashed names, each with a .gz beside it,
// and lists them in dist/manifest.json: the web app serves exactly what is listed there.

import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = import.meta.dirname;
const dist = join(here, "dist");
const fonts = {
  "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
  "inter-ext.woff2": "@fontsource-variable/inter/files/inter-latin-ext-wght-normal.woff2",
  "jetbrains-mono.woff2": "@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2",
};

async function pieces() {
  const folder = join(here, "src", "pieces");
  const result = await build({
    entryPoints: (await readdir(folder)).map((file) => join(folder, file)),
    outdir: dist,
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    legalComments: "none",
    loader: { ".css": "text" },
    logLevel: "warning",
    write: false,
  });
  return result.outputFiles.map((file) => [basename(file.path), Buffer.from(file.contents)]);
}

async function fontFiles() {
  const read = ([name, path]) => readFile(join(here, "node_modules", path)).then((content) => [name, content]);
  return Promise.all(Object.entries(fonts).map(read));
}

async function place([name, content]) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const [stem, kind] = name.split(/\.(?=[^.]+$)/);
  const file = `${stem}.${hash}.${kind}`;
  await writeFile(join(dist, file), content);
  if (kind !== "woff2") await writeFile(join(dist, `${file}.gz`), gzipSync(content, { level: 9 }));
  return [name, file];
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const placed = await Promise.all([...(await pieces()), ...(await fontFiles())].map(place));
const manifest = Object.fromEntries(placed.sort());
await writeFile(join(dist, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(Object.values(manifest).join("\n"));
