// Draw who is connected to whom; a click on a name leaves its own connections alone.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";

const SVG = "http://www.w3.org/2000/svg";
const place = document.getElementById("graph");
const chinese = document.documentElement.lang.startsWith("zh");
const { names, edges } = window.graphData;
place.hidden = false;
const [width, height] = [place.clientWidth, place.clientHeight];

const element = (name, attributes, parent) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  parent.append(made);
  return made;
};
const degree = new Map(Object.keys(names).map((id) => [id, 0]));
for (const [from, to] of edges) {
  degree.set(from, degree.get(from) + 1);
  degree.set(to, degree.get(to) + 1);
}
const nodes = Object.keys(names).map((id) => ({ id, name: names[id][chinese ? 1 : 0], size: 4 + Math.sqrt(degree.get(id)) * 2 }));
const links = edges.map(([source, target, en, zh]) => ({ source, target, label: chinese ? zh : en }));

// Laid out at once and always alike: nothing moves by itself.
forceSimulation(nodes)
  .force("link", forceLink(links).id((node) => node.id).distance(70).strength(0.4))
  .force("charge", forceManyBody().strength(-160))
  .force("collide", forceCollide((node) => node.size + 8))
  .force("x", forceX(0).strength(0.06))
  .force("y", forceY(0).strength((0.06 * width) / Math.max(height, 1)))
  .force("center", forceCenter(0, 0))
  .stop()
  .tick(300);

const xs = nodes.map((node) => node.x);
const ys = nodes.map((node) => node.y);
const edge = 60;
const view = { x: Math.min(...xs) - edge, y: Math.min(...ys) - edge };
view.width = Math.max(...xs) - view.x + edge * 2;
view.height = Math.max(...ys) - view.y + edge;
const svg = element("svg", { class: "graph", width: "100%", height: "100%" }, place);
const look = () => svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
look();

const lines = links.map((link) => {
  const { source: a, target: b } = link;
  const line = element("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y }, svg);
  element("title", {}, line).textContent = `${a.name} — ${link.label} — ${b.name}`;
  return line;
});
const marks = nodes.map((node) => {
  const attributes = { transform: `translate(${node.x} ${node.y})`, "data-id": node.id };
  if (degree.get(node.id) < 3) attributes.class = "minor"; // its name shows when it is near the chosen one
  const mark = element("g", attributes, svg);
  element("circle", { r: node.size }, mark);
  element("text", { x: node.size + 3, y: 4 }, mark).textContent = node.name;
  return mark;
});

let chosen = null;
const choose = (id) => {
  chosen = chosen === id ? null : id;
  const near = new Set([chosen]);
  links.forEach((link, i) => {
    const touches = link.source.id === chosen || link.target.id === chosen;
    if (touches) near.add(link.source.id).add(link.target.id);
    lines[i].classList.toggle("far", chosen !== null && !touches);
  });
  for (const mark of marks) {
    mark.classList.toggle("far", chosen !== null && !near.has(mark.dataset.id));
    mark.classList.toggle("near", chosen !== null && near.has(mark.dataset.id));
  }
};

let from = null;
svg.addEventListener("pointerdown", (event) => { from = { x: event.clientX, y: event.clientY, moved: false }; });
svg.addEventListener("pointermove", (event) => {
  if (!from || !(event.buttons & 1)) return;
  const scale = view.width / svg.clientWidth;
  view.x -= (event.clientX - from.x) * scale;
  view.y -= (event.clientY - from.y) * scale;
  from = { x: event.clientX, y: event.clientY, moved: true };
  look();
});
svg.addEventListener("click", (event) => {
  const mark = event.target.closest("[data-id]");
  if (mark && !from?.moved) choose(mark.dataset.id);
});
svg.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return; // the wheel alone scrolls the page
  event.preventDefault();
  const by = event.deltaY > 0 ? 1.15 : 1 / 1.15;
  view.x += (view.width * (1 - by)) / 2;
  view.y += (view.height * (1 - by)) / 2;
  view.width *= by;
  view.height *= by;
  look();
}, { passive: false });
