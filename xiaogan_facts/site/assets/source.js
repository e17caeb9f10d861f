// Compare with the reader's own copy of the article: it is read in this page alone, and nothing is sent anywhere.
(() => {
  const drop = document.getElementById("drop");
  const verdict = document.getElementById("verdict");
  const { sha256, passages, facts } = window.article;

  // Put the pieces of a text into an element: what lies in a span is marked. Positions count in code points.
  const lightUp = (element, characters, start, end, spans) => {
    const edges = [...new Set([start, end, ...spans.flat()])].sort((a, b) => a - b);
    for (let i = 0; i + 1 < edges.length; i += 1) {
      const text = characters.slice(edges[i], edges[i + 1]).join("");
      const inside = spans.some(([from, to]) => from <= edges[i] && edges[i + 1] <= to);
      const piece = inside ? document.createElement("mark") : document.createTextNode(text);
      if (inside) piece.textContent = text;
      element.append(piece);
    }
    element.hidden = false;
  };

  const compare = async (file) => {
    const bytes = await file.arrayBuffer();
    if (!window.crypto?.subtle) {
      verdict.textContent = verdict.dataset.unable;
      return;
    }
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    const found = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    for (const each of document.querySelectorAll(".excerpt")) { each.replaceChildren(); each.hidden = true; }
    if (found !== sha256) {
      verdict.textContent = `${verdict.dataset.wrong} ${found}`;
      return;
    }
    verdict.textContent = verdict.dataset.right;
    const characters = [...new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes)];
    for (const [id, start, end] of passages) {
      const spans = facts.filter(([, passage]) => passage === id)
        .map(([, , from, to]) => [Math.max(from, start), Math.min(to, end)]);
      lightUp(document.querySelector(`[data-passage="${id}"]`), characters, start, end, spans);
    }
  };

  document.getElementById("choose").hidden = false;
  drop.querySelector("input").addEventListener("change", (event) => event.target.files[0] && compare(event.target.files[0]));
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    if (event.dataTransfer.files[0]) compare(event.dataTransfer.files[0]);
  });
})();
