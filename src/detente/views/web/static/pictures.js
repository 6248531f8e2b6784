// Pictures to take along, as SVG and PNG: the question above, and below it source, n and what it does not mean.
const NS = "http://www.w3.org/2000/svg";
const WIDTH = 960;
const FONT = "system-ui, 'Helvetica Neue', Arial, sans-serif";
export const isDark = () => matchMedia("(prefers-color-scheme: dark)").matches;
const ink = () => (isDark() ? "#dedcd6" : "#1d1f22");

// Lets the buttons of a figure save it: `told` has question, source, caution and file; `parts` draws its pictures, each
// with a title or null and an SVG, for a width.
export function offer(figure, told, parts) {
  for (const [kind, save] of [["svg", saveSvg], ["png", savePng]]) {
    const button = figure.querySelector(`.save-${kind}`);
    if (!button) continue;
    button.disabled = false;
    button.addEventListener("click", () => save(told, parts(WIDTH - 48)));
  }
}

// Plot puts a style element into each picture, which the page's policy does not allow; page.css has the same rules. And its
// groups carry labels that screen readers may only read of things with a role.
export function quiet(drawn) {
  for (const style of drawn.querySelectorAll("style")) style.remove();
  for (const group of drawn.querySelectorAll("g[aria-label]")) group.setAttribute("role", "group");
  // A picture holds no links for screen readers: the table has the same ones, in an order that can be followed.
  for (const link of drawn.querySelectorAll("a")) {
    const address = link.getAttribute("href") ?? link.getAttributeNS("http://www.w3.org/1999/xlink", "href");
    for (const name of ["href", "xlink:href"]) link.removeAttribute(name);
    link.addEventListener("click", () => location.assign(address));
  }
  return drawn;
}

function composed(told, parts) {
  const across = parts.length > 1 ? 2 : 1;
  const out = document.createElementNS(NS, "svg");
  let y = write(out, told.question, 24, 40, 20, "600", 84);
  const start = y + 8;
  let bottom = start;
  parts.forEach(({ title, svg }, at) => {
    const height = Number(svg.getAttribute("height"));
    const left = 24 + (at % across) * ((WIDTH - 48 + 24) / across);
    const top = start + Math.floor(at / across) * (height + 34);
    if (title) write(out, title, left, top + 14, 13, "600", 60);
    const inner = quiet(svg).cloneNode(true);
    for (const [name, value] of [["x", left], ["y", top + 22], ["width", svg.getAttribute("width")], ["height", height], ["color", ink()], ["font-family", FONT], ["font-size", svg.getAttribute("font-size") ?? 12], ["overflow", "visible"]]) inner.setAttribute(name, value);
    inner.removeAttribute("class");
    inner.removeAttribute("style");
    for (const link of inner.querySelectorAll("a")) link.replaceWith(...link.childNodes);
    out.append(inner);
    bottom = Math.max(bottom, top + 22 + height);
  });
  y = write(out, told.source, 24, bottom + 26, 12, "400", 150);
  y = write(out, `What it does not mean: ${told.caution}`, 24, y + 4, 12, "400", 150);
  const height = y + 8;
  const ground = document.createElementNS(NS, "rect");
  for (const [name, value] of [["width", WIDTH], ["height", height], ["fill", isDark() ? "#16181b" : "#ffffff"]]) ground.setAttribute(name, value);
  out.prepend(ground);
  for (const [name, value] of [["xmlns", NS], ["width", WIDTH], ["height", height], ["viewBox", `0 0 ${WIDTH} ${height}`], ["color", ink()]]) out.setAttribute(name, value);
  return out;
}

// Writes words in lines of so many characters and returns where the next line would stand.
function write(out, words, x, y, size, weight, most) {
  const listed = words.split(/\s+/).reduce((all, word) => {
    const last = all[all.length - 1];
    if (last !== undefined && `${last} ${word}`.length <= most) all[all.length - 1] = `${last} ${word}`; else all.push(word);
    return all;
  }, []);
  for (const line of listed) {
    const text = document.createElementNS(NS, "text");
    for (const [name, value] of [["x", x], ["y", y], ["font-family", FONT], ["font-size", size], ["font-weight", weight], ["fill", ink()]]) text.setAttribute(name, value);
    text.textContent = line;
    out.append(text);
    y += size * 1.4;
  }
  return y;
}

function saveSvg(told, parts) {
  take(new Blob([composed(told, parts).outerHTML], { type: "image/svg+xml" }), `${told.file}.svg`);
}

async function savePng(told, parts) {
  const svg = composed(told, parts);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg.outerHTML)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: 2 * WIDTH, height: 2 * Number(svg.getAttribute("height")) });
  const context = canvas.getContext("2d");
  context.scale(2, 2);
  context.drawImage(image, 0, 0);
  canvas.toBlob((file) => take(file, `${told.file}.png`), "image/png");
}

function take(file, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}
