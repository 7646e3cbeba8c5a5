// Builds static/build/ from our styles, scripts, symbols and the fonts: hashed names, and a manifest of them.
// A build whose inputs have not changed does nothing.

import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { toLogical } from "./logical_css.mjs";

const HOUSE = dirname(dirname(fileURLToPath(import.meta.url)));
const STATIC = join(HOUSE, "static");
const BUILD = join(STATIC, "build");
const DRAFT = join(STATIC, `build.${process.pid}`);
const MANIFEST = "manifest.json";

const STYLES = ["service", "child"];
const SCRIPTS = ["service", "child"];
// Made by scripts/build_assets.py from the name lists.
const NAMES = "names.bin";
const FONTS = {
  "atkinson-400.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2",
  "atkinson-700.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2",
  "atkinson-400-italic.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-italic.woff2",
  "atkinson-ext-400.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-400-normal.woff2",
  "atkinson-ext-700.woff2": "@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-ext-700-normal.woff2",
  "noto-arabic.woff2": "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
  "noto-hebrew.woff2": "@fontsource-variable/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-wght-normal.woff2",
};

function digestOf(...parts) {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
}

function inputsDigest() {
  const files = ["package-lock.json", "scripts/build_assets.mjs", "scripts/logical_css.mjs"].map((name) => join(HOUSE, name));
  for (const folder of ["scss", "js", "symbols", "names"]) files.push(...find(join(STATIC, folder)));
  return digestOf(...files.sort().flatMap((file) => [file.slice(HOUSE.length), readFileSync(file)]));
}

function find(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => extname(name))
    .map((name) => join(folder, name));
}

function alreadyBuilt(digest) {
  const path = join(BUILD, MANIFEST);
  if (!existsSync(path)) return false;
  const manifest = JSON.parse(readFileSync(path, "utf8"));
  return manifest.digest === digest && Object.values(manifest.files).every((name) => existsSync(join(BUILD, name)));
}

function keep(files, name, content) {
  const end = extname(name);
  const hashed = `${name.slice(0, -end.length)}-${digestOf(content).slice(0, 10)}${end}`;
  writeFileSync(join(DRAFT, hashed), content);
  files[name] = hashed;
}

async function build() {
  const sass = await import("sass");
  const esbuild = await import("esbuild");
  const files = {};
  for (const [name, source] of Object.entries(FONTS)) {
    keep(files, name, readFileSync(join(HOUSE, "node_modules", source)));
  }
  for (const path of find(join(STATIC, "symbols"))) {
    keep(files, path.slice(STATIC.length + 1).replaceAll(/[\\/]/g, "-"), readFileSync(path));
  }
  keep(files, NAMES, readFileSync(join(STATIC, "names", NAMES)));
  for (const name of STYLES) {
    const { css } = sass.compile(join(STATIC, "scss", `${name}.scss`), {
      loadPaths: [join(HOUSE, "node_modules")],
      quietDeps: true,
      functions: {
        "built($name)": ([wanted]) => {
          const found = files[wanted.assertString().text];
          if (!found) throw new Error(`${wanted} is not a built file`);
          return new sass.SassString(`url(${found})`, { quotes: false });
        },
      },
    });
    const { code } = await esbuild.transform(toLogical(css), { loader: "css", minify: true });
    keep(files, `${name}.css`, code);
  }
  for (const name of SCRIPTS) {
    const { outputFiles } = await esbuild.build({
      entryPoints: [join(STATIC, "js", `${name}.js`)],
      bundle: true,
      format: "esm",
      minify: true,
      target: ["es2020"],
      nodePaths: [join(HOUSE, "node_modules")],
      write: false,
      logLevel: "warning",
    });
    keep(files, `${name}.js`, outputFiles[0].contents);
  }
  return files;
}

const digest = inputsDigest();
if (alreadyBuilt(digest)) {
  console.log("assets: nothing has changed");
} else {
  rmSync(DRAFT, { recursive: true, force: true });
  mkdirSync(DRAFT, { recursive: true });
  try {
    const files = await build();
    mkdirSync(BUILD, { recursive: true });
    for (const name of Object.values(files)) copyFileSync(join(DRAFT, name), join(BUILD, name));
    writeFileSync(join(DRAFT, MANIFEST), JSON.stringify({ digest, files }, null, 1));
    renameSync(join(DRAFT, MANIFEST), join(BUILD, MANIFEST));
    for (const path of find(BUILD)) {
      const name = path.slice(BUILD.length + 1);
      if (name !== MANIFEST && !Object.values(files).includes(name)) rmSync(path);
    }
    console.log(`assets: built ${Object.keys(files).length} files`);
  } finally {
    rmSync(DRAFT, { recursive: true, force: true });
  }
}
