// Draws the map: land without borders, a dot at each capital, an arc for each of the strongest ties.
const { vendor, land, pictures } = document.getElementById("map-script").dataset;
const [Plot, { offer, quiet }] = await Promise.all([import(vendor), import(pictures)]);
const figure = document.getElementById("map");
if (figure) {
  const holder = figure.querySelector(".map");
  const { dots, arcs, about } = JSON.parse(figure.querySelector(".map-data").textContent);
  const world = await (await fetch(land)).json();
  const shapes = Plot.feature(world, world.objects.land);
  // Before the page is laid out there is no width; then the observer below draws.
  const draw = () => { if (holder.clientWidth) holder.replaceChildren(quiet(picture(dots, arcs, shapes, holder.clientWidth))); };
  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  let width = holder.clientWidth;
  new ResizeObserver(() => { if (Math.abs(holder.clientWidth - width) > 4) { width = holder.clientWidth; draw(); } }).observe(holder);
  offer(figure, about, (across) => [{ title: null, svg: picture(dots, arcs, shapes, across) }]);
}

function picture(dots, arcs, shapes, width) {
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  const [ground, one, other, dot, ink, paper] = isDark
    ? ["#2b3036", "#8fa9c9", "#eba48f", "#9dbbe3", "#dedcd6", "#1c1f23"]
    : ["#e2e1da", "#5e7899", "#9b3a22", "#2f5382", "#1d1f22", "#f6f6f2"];
  const at = new Map(dots.map((one) => [one.country, one]));
  const heaviest = Math.max(...arcs.map((arc) => arc.events), 1);
  const lines = [...arcs].reverse().map((arc) => ({
    type: "Feature", arc,
    geometry: { type: "LineString", coordinates: [at.get(arc.one), at.get(arc.other)].map((end) => [end.longitude, end.latitude]) },
  }));
  const most = Math.max(...dots.map((one) => one.events));
  return Plot.plot({
    width, height: Math.round(width * 0.5), className: "plot", projection: { type: "equal-earth", domain: { type: "MultiPoint", coordinates: [[-168, -52], [-10, -52], [170, -52], [-168, 83], [-10, 83], [170, 83]] } },
    margin: 0, r: { range: [0, Math.max(9, width / 52)], domain: [0, most] },
    style: { background: "transparent", color: "inherit", fontFamily: "inherit", fontSize: "11px" },
    marks: [
      Plot.geo(shapes, { fill: ground }),
      Plot.geo(lines, { clip: "frame", stroke: (line) => (line.arc.conflict * 2 > line.arc.events ? other : one), strokeOpacity: 0.5, strokeWidth: (line) => 0.7 + 4.5 * Math.sqrt(line.arc.events / heaviest), strokeLinecap: "round", title: (line) => `${line.arc.one} – ${line.arc.other}: ${line.arc.events} events, ${line.arc.conflict} of conflict` }),
      Plot.dot(dots, { x: "longitude", y: "latitude", r: "events", fill: dot, fillOpacity: 0.85, stroke: paper, strokeWidth: 1, href: (one) => `/actor?name=${one.country}`, title: (one) => `${one.label}: ${one.events} events` }),
      Plot.text(apart(dots, width), { x: "longitude", y: "latitude", text: "label", dy: 13, fill: ink, stroke: paper, strokeWidth: 3 }),
    ],
  });
}

// Names that would lie on each other are left out, the smaller ones first; degrees are close enough to the picture's measure.
function apart(dots, width) {
  const wide = 360 / width;
  const taken = [];
  for (const one of dots) {
    const box = { x: one.longitude, y: one.latitude, w: one.label.length * 6.2 * wide, h: 14 * wide };
    if (taken.length < (width < 560 ? 7 : 18) && !taken.some((other) => Math.abs(other.x - box.x) < (other.w + box.w) / 2 && Math.abs(other.y - box.y) < box.h)) taken.push({ ...box, one });
  }
  return taken.map(({ one }) => one);
}
