// Search, filter and sort the facts; the address keeps what was chosen.
(() => {
  const form = document.getElementById("filters");
  const list = document.getElementById("facts");
  const shown = document.getElementById("shown");
  const rows = [...list.children];
  const simple = new Map();
  const pairs = [...window.foldPairs];
  for (let i = 0; i < pairs.length; i += 2) simple.set(pairs[i], pairs[i + 1]);

  // Full and half width, capitals, Traditional and Simplified characters are alike.
  const folded = (text) => [...text.normalize("NFKC").toLowerCase()].map((c) => simple.get(c) ?? c).join("");
  const texts = new Map(rows.map((row) => [row, folded(row.textContent)]));
  const number = (text) => (text === "" ? null : Number(text));
  const orders = {
    "": (a, b) => rows.indexOf(a) - rows.indexOf(b),
    value: (a, b) => (number(b.dataset.value) ?? -Infinity) - (number(a.dataset.value) ?? -Infinity),
    time: (a, b) => (a.dataset.time || "9999").localeCompare(b.dataset.time || "9999"),
  };

  const show = () => {
    const asked = new FormData(form);
    const words = folded(asked.get("q")).split(/\s+/).filter(Boolean);
    const filters = ["kind", "status", "basis", "subject", "speaker", "line"].filter((name) => asked.get(name));
    let count = 0;
    for (const row of rows) {
      const fits = filters.every((name) => row.dataset[name] === asked.get(name));
      row.hidden = !(fits && words.every((word) => texts.get(row).includes(word)));
      count += !row.hidden;
    }
    list.append(...[...rows].sort(orders[asked.get("sort")] ?? orders[""]));
    shown.textContent = `${count} ${shown.dataset.of} ${rows.length}`;
    document.getElementById("nothing").hidden = count > 0;
  };

  const keep = () => {
    const asked = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    const query = asked.toString();
    history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
  };

  const recall = () => {
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (form.elements[name]) form.elements[name].value = value;
    }
  };

  form.addEventListener("input", () => { show(); keep(); });
  form.addEventListener("reset", () => setTimeout(() => { show(); keep(); }));
  form.addEventListener("submit", (event) => event.preventDefault());
  window.addEventListener("popstate", () => { recall(); show(); });
  form.hidden = false;
  recall();
  show();
})();
