// Draws the figure of each frame from the rows that stand beside it. The table has every figure for those who see none.
const { vendor } = document.getElementById("charts").dataset;
const Plot = await import(vendor);

const COLOURS = ["#2f5382", "#25684a", "#b0641f", "#9b3a22", "#6e3d8a", "#14646f", "#7d5700", "#4b5058"];
const DARK = ["#9dbbe3", "#8fcbaa", "#e6b27f", "#eba48f", "#d0abe6", "#88c8d2", "#dfbf70", "#bcc1c9"];

for (const figure of document.querySelectorAll(".frame")) {
  const holder = figure.querySelector(".chart");
  const source = figure.querySelector(".chart-data");
  if (!holder || !source) continue;
  const { chart, rows } = JSON.parse(source.textContent);
  const draw = () => holder.replaceChildren(...quiet(picture(chart, rows, holder.clientWidth)));
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let width = holder.clientWidth;
  new ResizeObserver(() => {
    if (holder.clientWidth !== width) { width = holder.clientWidth; draw(); }
  }).observe(holder);
  const save = figure.querySelector(".save-svg");
  save.disabled = false;
  save.addEventListener("click", () => download(holder.querySelector("svg:last-of-type")));
}

function picture(chart, rows, width) {
  const dated = /^\d{4}-\d\d-\d\d$/.test(rows[0]?.[chart.x] ?? "");
  const at = dated ? (row) => new Date(row[chart.x]) : chart.x;
  const colours = matchMedia("(prefers-color-scheme: dark)").matches ? DARK : COLOURS;
  const common = {
    width, height: Math.max(240, Math.min(420, width * 0.5)), className: "plot", marginLeft: 48,
    style: { background: "transparent", color: "inherit", fontFamily: "inherit", fontSize: "12px" },
    color: chart.by ? { legend: true, domain: [...new Set(rows.map((row) => row[chart.by]))], range: colours } : {}, x: { label: null }, y: { label: chart.y_label, grid: true },
  };
  const baseline = chart.baseline === null ? [] : [Plot.ruleY([chart.baseline], { strokeDasharray: "3 3" })];
  const band = chart.low && chart.high;
  switch (chart.kind) {
    case "lines":
      return Plot.plot({ ...common, marks: [
        ...(band ? [Plot.areaY(rows, { x: at, y1: chart.low, y2: chart.high, fill: chart.by ?? undefined, fillOpacity: 0.14 })] : []),
        Plot.lineY(rows, { x: at, y: chart.y, stroke: chart.by ?? "currentColor", strokeWidth: 1.8 }),
        ...baseline,
      ] });
    case "points":
      return Plot.plot({ ...common, marks: [
        ...(band ? [Plot.ruleX(rows, { x: at, y1: chart.low, y2: chart.high, stroke: chart.by ?? "currentColor" })] : []),
        Plot.dot(rows, { x: at, y: chart.y, fill: chart.by ?? "currentColor", r: 4 }),
        ...baseline,
      ] });
    case "bars":
      return Plot.plot({ ...common, marks: [Plot.barY(rows, { x: at, y: chart.y, fill: chart.by ?? "currentColor" }), ...baseline] });
    default:
      return document.createTextNode("");
  }
}

// Plot puts a style element into each picture, which the page's policy does not allow; page.css has the same rules. And its
// groups carry labels that screen readers may only read of things with a role.
function quiet(drawn) {
  for (const style of drawn.querySelectorAll?.("style") ?? []) style.remove();
  for (const group of drawn.querySelectorAll?.("g[aria-label]") ?? []) group.setAttribute("role", "group");
  return [drawn];
}

function download(svg) {
  const copy = svg.cloneNode(true);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const file = new Blob([copy.outerHTML], { type: "image/svg+xml" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "figure.svg" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
