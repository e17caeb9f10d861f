// Bundle the scripts that need a library into dist/, and put the engine of SQL into a script beside them.
// Why a script? From a folder without a server a page may load nothing else.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

mkdirSync("dist", { recursive: true });
await build({
  entryPoints: ["src/graph.js", "src/sql.js"],
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  legalComments: "eof",
});
const engine = (name) => {
  const bytes = readFileSync(`node_modules/@duckdb/duckdb-wasm/dist/${name}`);
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255; // the system that packed it, which is no matter
  return packed.toString("base64");
};
writeFileSync(
  "dist/sql-engine.js",
  `window.sqlEngine={wasm:"${engine("duckdb-eh.wasm")}",worker:"${engine("duckdb-browser-eh.worker.js")}"};\n`,
);
