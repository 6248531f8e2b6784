// Draws the network by d3-force: the same picture every time, for the positions come from the order of the nodes alone.
const { vendor, pictures } = document.getElementById("network-script").dataset;
const { offer } = await import(pictures);
const { forceSimulation, forceLink, forceManyBody, forceX, forceY, forceCollide } = await import(vendor);
const NS = "http://www.w3.org/2000/svg";
const COLOURS = ["#2f5382", "#b0641f", "#25684a", "#6e3d8a", "#9b3a22", "#14646f", "#7d5700", "#6b7077"];
const DARK = ["#9dbbe3", "#e6b27f", "#8fcbaa", "#d0abe6", "#eba48f", "#88c8d2", "#dfbf70", "#9aa0a8"];
const TICKS = 300;
const LABELS = 45;

const figure = document.getElementById("network");
if (figure) {
  const holder = figure.querySelector(".network");
  const told = JSON.parse(figure.querySelector(".network-data").textContent);
  // Before the page is laid out there is no width to draw for.
  while (!holder.clientWidth) await new Promise(requestAnimationFrame);
  const settled = settle(told, holder.clientWidth);
  const draw = () => holder.replaceChildren(picture(settled, holder.clientWidth));
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  offer(figure, told.about, (across) => [{ title: null, svg: picture(settle(told, across), across) }]);
}

function settle({ nodes, ties, actor }, width) {
  const most = Math.max(...nodes.map((node) => node.events));
  const largest = Math.min(26, width / 24);
  const placed = nodes.map((node) => ({ ...node, r: 3 + (largest - 3) * Math.sqrt(node.events / most), href: actor + encodeURIComponent(node.id) }));
  const links = ties.map((tie) => ({ ...tie, source: tie.one, target: tie.other }));
  const heaviest = Math.max(...ties.map((tie) => tie.events), 1);
  const simulation = forceSimulation(placed)
    .force("link", forceLink(links).id((node) => node.id).distance((link) => Math.max(46 + 60 * (1 - Math.sqrt(link.events / heaviest)), link.source.r + link.target.r + 26)).strength(0.35))
    .force("charge", forceManyBody().strength((node) => -60 - 9 * node.r))
    .force("x", forceX(0).strength(0.07))
    .force("y", forceY(0).strength(width < 560 ? 0.05 : 0.11))
    .force("collide", forceCollide((node) => node.r + 5 + Math.min(node.r, 14) / 2))
    .stop();
  simulation.tick(TICKS);
  return { nodes: placed, links, heaviest };
}

function picture({ nodes, links, heaviest }, width) {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const colours = isDark ? DARK : COLOURS;
  const ink = isDark ? "#dedcd6" : "#1d1f22";
  const paper = isDark ? "#1c1f23" : "#f6f6f2";
  const pad = 34;
  const half = (node) => Math.max(node.r + pad - 8, 3.4 * Math.min(node.label.length, 26));  // names at the edge are whole
  const [first, last] = [Math.min(...nodes.map((n) => n.x - half(n))) - 8, Math.max(...nodes.map((n) => n.x + half(n))) + 8];
  const spare = Math.max(width - (last - first), 0) / 2;  // a small network is not blown up
  const [left, right] = [first - spare, last + spare];
  const [top, bottom] = [Math.min(...nodes.map((n) => n.y - n.r)) - pad, Math.max(...nodes.map((n) => n.y + n.r)) + pad];
  const svg = made("svg", { viewBox: `${left} ${top} ${right - left} ${bottom - top}`, width, height: Math.round(Math.min(Math.max(width * (bottom - top) / (right - left), 280), 900)), "font-family": "system-ui, Arial, sans-serif" });
  const scale = (right - left) / width;
  for (const link of links) {
    const isConflict = link.conflict * 2 > link.events;
    const line = made("line", { x1: link.source.x, y1: link.source.y, x2: link.target.x, y2: link.target.y, stroke: isConflict ? (isDark ? "#eba48f" : "#9b3a22") : (isDark ? "#8fa9c9" : "#6d86a8"), "stroke-width": 0.7 + 6 * Math.sqrt(link.events / heaviest), "stroke-opacity": 0.42 });
    line.append(titled(`${link.source.label} – ${link.target.label}: ${link.events} events, ${link.conflict} of conflict`));
    line.dataset.ends = `${link.source.index} ${link.target.index}`;
    svg.append(line);
  }
  for (const node of nodes) {
    const anchor = made("g", { class: "node" });  // no link: a picture holds none for screen readers, the table does
    anchor.addEventListener("click", () => location.assign(node.href));
    const circle = made("circle", { cx: node.x, cy: node.y, r: node.r, fill: colours[node.community % colours.length], stroke: paper, "stroke-width": 1.5 });
    circle.append(titled(`${node.label}: ${node.events} events`));
    anchor.append(circle);
    anchor.addEventListener("mouseenter", () => light(svg, nodes, links, node));
    anchor.addEventListener("mouseleave", () => light(svg, nodes, links, null));
    svg.append(anchor);
  }
  const size = Math.max(11 * scale, 9);
  const taken = [];
  for (const node of [...nodes].sort((a, b) => b.events - a.events).slice(0, LABELS)) {
    const name = node.label.length > 26 ? `${node.label.slice(0, 25)}…` : node.label;
    const font = Math.max(size, Math.min(size * 1.5, node.r * 0.8));
    const box = { x: node.x - name.length * font * 0.28, y: node.y + node.r + 1, w: name.length * font * 0.56, h: font * 1.15 };
    if (taken.some((other) => box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h)) continue;
    taken.push(box);
    const label = made("text", { x: node.x, y: node.y + node.r + font * 0.95, "text-anchor": "middle", "font-size": font, fill: ink, stroke: paper, "stroke-width": font / 4.5, "paint-order": "stroke", "stroke-linejoin": "round", "pointer-events": "none" });
    label.textContent = name;
    svg.append(label);
  }
  return svg;
}

// The ties of the node under the pointer stand out; the others fade.
function light(svg, nodes, links, node) {
  const near = new Set(node ? [node.index] : nodes.map((one) => one.index));
  if (node) for (const link of links) {
    if (link.source === node) near.add(link.target.index);
    if (link.target === node) near.add(link.source.index);
  }
  svg.querySelectorAll("line").forEach((line) => {
    const ends = line.dataset.ends.split(" ").map(Number);
    line.setAttribute("stroke-opacity", !node ? 0.42 : ends.includes(node.index) ? 0.85 : 0.06);
  });
  svg.querySelectorAll("circle").forEach((circle, at) => circle.setAttribute("opacity", near.has(nodes[at].index) ? 1 : 0.2));
}

function made(name, attributes) {
  const element = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function titled(words) {
  const title = made("title", {});
  title.textContent = words;
  return title;
}
