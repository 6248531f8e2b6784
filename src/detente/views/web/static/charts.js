// Draws the figure of each frame from the rows that stand beside it. The table has every figure for those who see none.
const { vendor, pictures: saving } = document.getElementById("charts").dataset;
const [Plot, { isDark, offer, quiet }] = await Promise.all([import(vendor), import(saving)]);

const COLOURS = ["#2f5382", "#25684a", "#b0641f", "#9b3a22", "#6e3d8a", "#14646f", "#7d5700", "#4b5058"];
const DARK = ["#9dbbe3", "#8fcbaa", "#e6b27f", "#eba48f", "#d0abe6", "#88c8d2", "#dfbf70", "#bcc1c9"];
const palette = () => (isDark() ? DARK : COLOURS);
const NARROW = 520;

for (const figure of document.querySelectorAll(".frame")) {
  const holder = figure.querySelector(".chart");
  const source = figure.querySelector(".chart-data");
  if (!holder || !source) continue;
  const told = JSON.parse(source.textContent);
  // Before the page is laid out there is no width; then the observer below draws.
  const draw = () => {
    if (!holder.clientWidth) return;
    const drawn = pictures(told, holder.clientWidth);
    holder.replaceChildren(...drawn.map(framed), ...(drawn.some((one) => one.isCut) ? [cutNote()] : []));
  };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let width = holder.clientWidth;
  new ResizeObserver(() => {
    if (Math.abs(holder.clientWidth - width) > 4) { width = holder.clientWidth; draw(); }
  }).observe(holder);
  offer(figure, told, (across) => pictures(told, across));
}

// One picture for each line that has a band of its own: bands of several would hide each other.
function pictures(told, width) {
  const { chart, rows, links } = told;
  const data = rows.map((row, at) => ({ ...row, href: links?.[at] ?? undefined }));
  if (chart.kind === "lines") {
    const keys = chart.by ? [...new Set(rows.map((row) => row[chart.by]))] : [null];
    const across = keys.length > 1 && width >= NARROW ? 2 : 1;
    const each = Math.floor((width - (across - 1) * 24) / across);
    const top = highest(data, chart);
    return keys.map((key, at) => ({
      title: key, isCut: rows.some((row) => chart.high && row[chart.high] > top), colour: palette()[at % COLOURS.length],
      svg: lines(chart, data.filter((row) => key === null || row[chart.by] === key), each, top, palette()[at % COLOURS.length], keys.length),
    }));
  }
  const svg = { points: intervals, bars, matrix }[chart.kind]?.(chart, data, width);
  return svg ? [{ title: null, svg }] : [];
}

function highest(rows, chart) {
  const values = rows.map((row) => row[chart.y]).filter((value) => value !== null);
  const highs = chart.high ? rows.map((row) => row[chart.high]).filter((value) => value !== null) : [];
  const most = Math.max(...values, 0);
  return Math.max(Math.min(Math.max(...highs, most), most * 2.2), 1e-9);  // an interval over no data would flatten all lines
}

function common(width) {
  return { width, className: "plot", style: { background: "transparent", color: "inherit", fontFamily: "inherit", fontSize: "12px" } };
}

function dated(rows, name) {
  return /^\d{4}-\d\d-\d\d$/.test(rows[0]?.[name] ?? "");
}

function lines(chart, rows, width, top, colour, many) {
  const at = dated(rows, chart.x) ? (row) => new Date(row[chart.x]) : chart.x;
  const least = Math.min(0, ...rows.map((row) => row[chart.y] ?? 0));
  const most = Math.max(top, chart.baseline ?? 0);
  const clip = (name) => (row) => (row[name] === null ? null : Math.min(row[name], top));
  const known = rows.filter((row) => row[chart.y] !== null);
  return Plot.plot({
    ...common(width), height: many > 1 ? 190 : Math.max(230, Math.min(340, width * 0.42)), marginLeft: 44, marginTop: 22, marginRight: 12,
    x: { label: null, ticks: Math.max(2, Math.floor(width / 95)) }, y: { label: chart.y_label, grid: true, domain: [least, most], ticks: 4, nice: true },
    marks: [
      ...(chart.low && chart.high ? [Plot.areaY(rows, { x: at, y1: clip(chart.low), y2: clip(chart.high), fill: colour, fillOpacity: 0.16 })] : []),
      ...(chart.baseline === null ? [] : [Plot.ruleY([chart.baseline], { strokeDasharray: "3 3", strokeOpacity: 0.6 })]),
      Plot.lineY(rows, { x: at, y: chart.y, stroke: colour, strokeWidth: 2 }),
      ...(known.length <= 60 ? [Plot.dot(known, { x: at, y: chart.y, r: 2.6, fill: colour, href: "href", title: (row) => `${row[chart.x]}: ${number(row[chart.y])}` })] : []),
    ],
  });
}

// Labels at the left, values along the bottom: names are long.
function intervals(chart, rows, width) {
  const shown = rows.slice(0, 40).map((row) => ({ ...row, name: chart.by && chart.by !== "bloc" ? `${row[chart.x]}, ${row[chart.by]}` : `${row[chart.x]}` }));
  const isRatio = chart.baseline === 1;
  const values = shown.flatMap((row) => [row[chart.y], chart.low && row[chart.low], chart.high && row[chart.high]]).filter((value) => typeof value === "number" && value > (isRatio ? 0 : -Infinity));
  const [low, high] = isRatio ? [Math.max(Math.min(...values, 0.5), 0.02), Math.min(Math.max(...values, 2), 50)] : [Math.min(0, ...values), Math.max(...values, 0)];
  const clip = (name, other) => (row) => Math.min(Math.max(row[name] ?? other, low), high);
  const left = Math.min(width * 0.45, 12 + 6.6 * Math.max(...shown.map((row) => Math.min(row.name.length, 44))));
  const label = (name) => (name.length * 6.6 > left - 12 ? `${name.slice(0, Math.floor((left - 12) / 6.6) - 1)}…` : name);
  const colour = palette()[0];
  return Plot.plot({
    ...common(width), height: 60 + 22 * shown.length, marginLeft: left, marginRight: 20,
    x: { label: chart.y_label, grid: true, type: isRatio ? "log" : "linear", domain: [low, high], ticks: Math.max(3, Math.floor((width - left) / 90)), tickFormat: (value) => number(value) },
    y: { label: null, domain: shown.map((row) => row.name), tickFormat: label, tickSize: 0, type: "point", padding: 0.6 },
    marks: [
      ...(chart.baseline === null ? [] : [Plot.ruleX([chart.baseline], { strokeDasharray: "3 3" })]),
      ...(chart.low && chart.high ? [Plot.ruleY(shown, { y: "name", x1: clip(chart.low, low), x2: clip(chart.high, high), stroke: colour, strokeOpacity: 0.45, strokeWidth: 3 })] : []),
      Plot.dot(shown.filter((row) => typeof row[chart.y] === "number"), { y: "name", x: clip(chart.y, low), fill: colour, r: 4.5, href: "href", title: (row) => `${row.name}: ${number(row[chart.y])}` }),
    ],
  });
}

function bars(chart, rows, width) {
  const shown = rows.slice(0, 60);
  const left = Math.min(width * 0.4, 12 + 6.6 * Math.max(...shown.map((row) => String(row[chart.x]).length)));
  return Plot.plot({
    ...common(width), height: 50 + 20 * new Set(shown.map((row) => row[chart.x])).size, marginLeft: left,
    x: { label: chart.y_label, grid: true }, y: { label: null, domain: [...new Set(shown.map((row) => row[chart.x]))], tickSize: 0 },
    marks: [Plot.barX(shown, { y: chart.x, x: chart.y, fill: palette()[0], href: "href", title: (row) => `${row[chart.x]}: ${number(row[chart.y])}` })],
  });
}

function matrix(chart, rows, width) {
  const names = [...new Set(rows.slice(0, 300).flatMap((row) => [row[chart.x], row[chart.y]]))].slice(0, 24);
  const shown = rows.filter((row) => names.includes(row[chart.x]) && names.includes(row[chart.y]));
  const [one, other] = [palette()[0], palette()[3]];
  return Plot.plot({
    ...common(width), height: 110 + 20 * names.length, marginLeft: 110, marginBottom: 90,
    x: { label: null, domain: names, tickRotate: -60, type: "point" }, y: { label: null, domain: names, type: "point" }, r: { range: [0, 9] },
    marks: [Plot.dot(shown, { x: chart.x, y: chart.y, r: (row) => Math.abs(row[chart.value]), fill: (row) => (row[chart.value] < 0 ? other : one), href: "href", title: (row) => `${row[chart.y]}, ${row[chart.x]}: ${number(row[chart.value])}` })],
  });
}

function number(value) {
  if (value === null || value === undefined) return "–";
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(Number(value).toPrecision(3)));
}

function cutNote() {
  const note = document.createElement("p");
  note.className = "cut-note";
  note.textContent = "Where a band ends flat at the top, it goes on beyond the picture: the table under Data has its ends.";
  return note;
}

function framed({ title, svg, colour }) {
  const box = document.createElement("div");
  box.className = "panel";
  if (title) {
    const head = document.createElement("p");
    head.className = "panel-title";
    head.textContent = title;
    box.append(head);
  }
  box.append(quiet(svg));
  return box;
}
