// SQL on the archive, in this page: DuckDB runs in a worker, reaches nothing outside it, and is loaded when asked for.
import { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm/dist/duckdb-browser.mjs";

const form = document.getElementById("sql");
const query = form.elements.q;
const status = document.getElementById("sql-status");
const result = document.getElementById("sql-result");
const keep = document.getElementById("sql-csv");
const examples = JSON.parse(document.getElementById("sql-examples").textContent);
let connection = null;
let address = null;

const script = (source) => new Promise((resolve, reject) => {
  const made = document.createElement("script");
  made.src = source;
  made.addEventListener("load", resolve);
  made.addEventListener("error", () => reject(new Error(source)));
  document.head.append(made);
});
const unpacked = async (text) => {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
};

// A worker of a page from a folder may not read the page's blobs, but what is in an address itself.
const addressed = (blob) => (location.protocol === "file:"
  ? new Promise((resolve) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result));
    reader.readAsDataURL(blob);
  })
  : URL.createObjectURL(blob));

const open = async () => {
  status.textContent = form.dataset.loading;
  await Promise.all([script(form.dataset.engine), script(form.dataset.data)]);
  const wasm = await addressed(new Blob([await unpacked(window.sqlEngine.wasm)], { type: "application/wasm" }));
  const worker = URL.createObjectURL(new Blob([await unpacked(window.sqlEngine.worker)], { type: "text/javascript" }));
  const engine = new AsyncDuckDB(new VoidLogger(), new Worker(worker));
  await engine.instantiate(wasm);
  await engine.registerFileBuffer("archive.duckdb", new Uint8Array(await unpacked(window.sqlData)));
  const opened = await engine.connect();
  await opened.query("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
  await opened.query("ATTACH 'archive.duckdb' AS archive (READ_ONLY); USE archive");
  await opened.query("SET enable_external_access = false; SET lock_configuration = true");
  status.textContent = "";
  return opened;
};

const cells = (table) => {
  const names = table.schema.fields.map((field) => field.name);
  return [names, table.toArray().map((row) => names.map((_, i) => [...row][i][1]))];
};
// As text, so that decimals, dates and lists read as DuckDB writes them; what is no query cannot stand in brackets.
const asked = async (sql) => {
  const bare = sql.trim().replace(/;\s*$/, "");
  try {
    return cells(await connection.query(`SELECT COLUMNS(*)::VARCHAR FROM (${bare}\n)`));
  } catch (error) {
    if (/^\s*(?:--[^\n]*\n\s*)*(?:SELECT|FROM|WITH|VALUES)\b/i.test(sql)) throw error;
    return cells(await connection.query(bare));
  }
};

const show = (names, rows) => {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const name of names) {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = name;
    head.append(cell);
  }
  const body = table.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    for (const value of row) line.insertCell().textContent = value ?? "";
  }
  result.replaceChildren(table);
};
const csv = (names, rows) => [names, ...rows]
  .map((row) => row.map((cell) => `"${String(cell ?? "").replaceAll('"', '""')}"`).join(","))
  .join("\r\n");

const run = async () => {
  history.replaceState(null, "", `${location.pathname}?${new URLSearchParams({ q: query.value })}`);
  form.elements.run.disabled = true;
  try {
    connection ??= await open();
    const [names, rows] = await asked(query.value);
    show(names, rows);
    status.textContent = `${rows.length} ${form.dataset.rows}`;
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob(["\ufeff", csv(names, rows)], { type: "text/csv" }));
    keep.href = address;
    keep.hidden = false;
  } catch (error) {
    result.replaceChildren();
    keep.hidden = true;
    status.textContent = error.message;
  } finally {
    form.elements.run.disabled = false;
  }
};

form.addEventListener("submit", (event) => { event.preventDefault(); run(); });
query.addEventListener("keydown", (event) => { if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(); });
form.elements.example.addEventListener("change", (event) => { query.value = examples[event.target.value] ?? query.value; });
const given = new URLSearchParams(location.search);
if (given.get("example")) form.elements.example.value = given.get("example");
query.value = given.get("q") ?? examples[form.elements.example.value] ?? query.value;
form.hidden = false;
