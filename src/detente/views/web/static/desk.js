// Correcting in the reader and on the desk: forms in their place, names suggested as one types, words taken from the text.
// Without this module every link and form works as a page of its own.
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const text = document.querySelector("article");
const toggle = document.getElementById("keys");
const live = document.getElementById("live");
const say = (words) => { if (live) live.textContent = words; };

// ── Forms that open in the page ──────────────────────────────────────────────────────────────────────────────────
let open = null; // the form that is open, with where the focus came from
let current = null; // the claim that is chosen in the record

document.addEventListener("claim", (event) => {
  current = document.getElementById(event.detail);
  if (open && !open.holder.contains(current) && open.holder.closest(".card") !== current) close();
});

async function load(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) { location.href = address; return null; }
  return await answer.text();
}

async function show(address, holder, from) {
  const html = await load(`${address}${address.includes("?") ? "&" : "?"}part=form`);
  if (html === null) return null;
  close();
  holder.innerHTML = html; // our own template, in which everything of an article is escaped
  holder.hidden = false;
  open = { holder, from };
  const form = holder.querySelector("form.correct");
  prepare(form);
  form.scrollIntoView({ block: "nearest" });
  const first = form.querySelector(".doubtful input, .doubtful select:not([hidden])") ?? form.querySelector(".fields input, .fields select:not([hidden])");
  first?.focus();
  return form;
}

function close() {
  if (!open) return;
  open.holder.replaceChildren();
  open.holder.hidden = true;
  const { from } = open;
  open = null;
  from?.focus({ preventScroll: true });
}

function holderIn(card) {
  let holder = card.querySelector(":scope > .edit");
  if (!holder) {
    holder = Object.assign(document.createElement("div"), { className: "edit", hidden: true });
    card.append(holder);
  }
  return holder;
}

async function send(form, button) {
  const body = new FormData(form);
  await placed(form, body);
  if (button?.name) body.set(button.name, button.value);
  body.set("part", "form");
  for (const other of all("button", form)) other.disabled = true;
  const answer = await fetch(form.getAttribute("action"), { method: "POST", body });
  if (answer.redirected) {
    const there = new URL(answer.url);
    const key = form.getAttribute("action").match(/\/claim\/\d+\/(\w+)$/)?.[1];
    remember(key, button?.value ?? "add");
    if (there.pathname === location.pathname) {
      history.replaceState(null, "", key ? `#${key}` : there.hash || location.hash);
      location.reload();
    } else location.href = there.href;
    return;
  }
  const { holder, from } = open ?? { holder: form.parentElement, from: null };
  holder.innerHTML = await answer.text(); // as above
  open = { holder, from };
  const again = holder.querySelector("form.correct");
  if (!again) { location.reload(); return; }
  prepare(again);
  again.querySelector("[role=alert]")?.scrollIntoView({ block: "nearest" });
  again.querySelector(".fields input, .fields select:not([hidden])")?.focus();
}

// What was done is said once the page is there again.
function remember(key, verb) {
  sessionStorage.setItem("detente-done", JSON.stringify({ key, verb }));
}
const done = JSON.parse(sessionStorage.getItem("detente-done") ?? "null");
sessionStorage.removeItem("detente-done");
if (done) {
  window.addEventListener("load", () => setTimeout(() => {
    say({ accept: `${done.key} saved`, reject: `${done.key} deleted`, undo: "undone" }[done.verb] ?? "added");
    document.getElementById(done.key)?.querySelector(".key")?.focus({ preventScroll: true });
  }, 50));
}

document.addEventListener("submit", (event) => {
  if (event.target.id === "undo") remember(location.hash.slice(1), "undo");
  if (!event.target.matches("form.correct") || !text) return;
  event.preventDefault();
  send(event.target, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || !text) return;
  const link = event.target.closest("a");
  if (event.target.closest(".edit, #new") && !link) { event.stopPropagation(); return; } // the record's own clicks choose cards
  if (!link) return;
  if (link.closest(".act")) {
    event.preventDefault();
    event.stopPropagation();
    let card = link.closest(".card");
    if (!card.id) card = document.getElementById(card.querySelector(".key").textContent); // a copy in the sheet
    const sheet = document.getElementById("sheet");
    if (sheet) sheet.hidden = true;
    show(link.getAttribute("href"), holderIn(card), card.querySelector(".key"));
  } else if (link.id === "add" || link.matches("[data-form]")) {
    event.preventDefault();
    show(link.getAttribute("href"), document.getElementById("new"), document.getElementById("add"));
  } else if (link.matches("form.correct .cancel")) {
    event.preventDefault();
    close();
  }
}, true);

// ── Single keys in the reader ────────────────────────────────────────────────────────────────────────────────────
if (text && toggle) {
  toggle.checked = localStorage.getItem("detente-single-keys") !== "off";
  toggle.addEventListener("change", () => localStorage.setItem("detente-single-keys", toggle.checked ? "on" : "off"));
}

// On the body, so that this comes before the record's own keys, which listen on the document.
document.body.addEventListener("keydown", (event) => {
  if (event.target.closest?.("form.correct")) {
    if (event.key === "Escape" && !event.defaultPrevented && text) { event.preventDefault(); close(); }
    event.stopPropagation(); // letters that are typed are no commands of the record
    return;
  }
  if (!text || !toggle?.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input:not([type=checkbox]), select, textarea")) return;
  const act = current?.querySelector(".act a");
  if (event.key === "e" && act) act.click();
  else if (event.key === "a" && act) decide("accept");
  else if (event.key === "x" && act) decide("reject");
  else if (event.key === "u") document.querySelector("#undo button")?.click();
  else if (event.key === "n") document.getElementById("add")?.click();
  else return;
  event.preventDefault();
});

async function decide(verb) {
  const card = current;
  const form = await show(card.querySelector(".act a").getAttribute("href"), holderIn(card), card.querySelector(".key"));
  const coder = form?.querySelector('input[name="coder"][required]');
  if (coder) { coder.focus(); return; } // who signs is asked first
  form?.querySelector(`button[value="${verb}"]`)?.click();
}

// ── Names, suggested for the article's day ───────────────────────────────────────────────────────────────────────
function prepare(form) {
  const article = form.dataset.article ?? form.querySelector('[name="article"]')?.value;
  for (const select of all("select[data-who]", form)) combine(select, article);
  for (const input of all("input[data-words]", form)) takeWords(input);
}

let counter = 0;
function combine(select, article) {
  const id = `who-${counter += 1}`;
  const input = Object.assign(document.createElement("input"), { className: "combo", autocomplete: "off", spellcheck: false });
  const list = Object.assign(document.createElement("ul"), { className: "suggestions", id, hidden: true });
  const box = Object.assign(document.createElement("span"), { className: "combobox" });
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": id, "aria-expanded": "false", "aria-label": select.getAttribute("aria-label") })) input.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Who is meant");
  const chosen = () => select.selectedOptions[0]?.textContent.trim() ?? "";
  input.value = chosen();
  input.placeholder = "nobody";
  select.hidden = true;
  select.after(box);
  box.append(input, list);
  let at = -1, asked = 0, waiting;

  const shut = () => { list.hidden = true; at = -1; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); };
  const pick = (row) => {
    const { value, name } = row.dataset;
    clearTimeout(waiting);
    asked += 1; // what is still on its way comes too late
    let option = Array.from(select.options).find((known) => known.value === value);
    if (!option) select.add(option = new Option(name, value));
    option.selected = true;
    input.value = name;
    shut();
    say(`${name} chosen`);
  };
  const mark = (to) => {
    const rows = all("[role=option]", list);
    if (!rows.length) return;
    at = (to + rows.length) % rows.length;
    rows.forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    input.setAttribute("aria-activedescendant", rows[at].id);
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const ask = async () => {
    const turn = asked += 1;
    const answer = await fetch(`/who/${article}.json?q=${encodeURIComponent(input.value.slice(0, 100))}`);
    if (!answer.ok || turn !== asked || document.activeElement !== input) return;
    const { rows } = await answer.json();
    list.replaceChildren(...rows.map((row, index) => {
      const item = document.createElement("li");
      item.id = `${id}-${index}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      Object.assign(item.dataset, { value: row.value, name: row.name });
      const name = Object.assign(document.createElement("strong"), { textContent: row.name });
      const about = Object.assign(document.createElement("span"), { className: "quiet", textContent: row.about });
      item.append(name, about);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); pick(item); });
      return item;
    }));
    list.hidden = !rows.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (input.value.trim() && rows.length) mark(0);
    say(rows.length ? `${rows.length} suggestions` : "nobody by that name");
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(ask, 60); });
  input.addEventListener("focus", () => input.select());
  input.addEventListener("blur", () => {
    shut();
    if (!input.value.trim()) select.value = "";
    else if (input.value !== chosen()) input.value = chosen();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else mark(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter" && !list.hidden && at >= 0) {
      event.preventDefault();
      pick(list.children[at]);
    } else if (event.key === "Tab" && !list.hidden && at >= 0 && input.value !== chosen()) {
      pick(list.children[at]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      event.stopPropagation();
      shut();
      input.value = chosen();
    } else if (event.key === "Enter" && !input.value.trim()) select.value = "";
  });
}

// ── Words of the text: marked with the mouse, or moved word by word ──────────────────────────────────────────────
let taking = null; // the field that the next marked words go to
let source = null; // the text as the record counts it, asked for when words stand in it several times

function takeWords(input) {
  input.title = "Type the words as printed, or mark them in the text. Alt+Shift+← → moves the end by a word, ↑ ↓ the beginning.";
  input.addEventListener("focus", () => { taking = input; });
  input.addEventListener("input", () => { delete input.dataset.start; });
  input.addEventListener("keydown", (event) => {
    if (!event.altKey || !event.shiftKey || !event.key.startsWith("Arrow") || !text) return;
    event.preventDefault();
    const whole = text.textContent;
    const place = placeOf(input, whole);
    if (!place) { say("these words do not stand in the text, or several times"); return; }
    const [start, end] = moved(event.key, whole, ...place);
    setWords(input, whole, start, end);
  });
}

function setWords(input, whole, start, end) {
  input.value = whole.slice(start, end);
  input.dataset.start = start;
  say(input.value);
}

function placeOf(input, whole) {
  if (input.dataset.start) return [Number(input.dataset.start), Number(input.dataset.start) + input.value.length];
  const start = whole.indexOf(input.value);
  if (!input.value || start < 0 || whole.indexOf(input.value, start + 1) >= 0) return null;
  return [start, start + input.value.length];
}

function moved(key, whole, start, end) {
  const next = (at) => at + (/^\s*\S+/.exec(whole.slice(at))?.[0].length ?? 0);
  const past = (at) => at - (/\S+\s*$/.exec(whole.slice(0, at))?.[0].length ?? 0);
  if (key === "ArrowRight") return [start, next(end)];
  if (key === "ArrowUp") return [past(start), end];
  if (key === "ArrowLeft") {
    const shorter = start + whole.slice(start, past(end)).trimEnd().length;
    return [start, shorter > start ? shorter : end];
  }
  const later = next(start) + (/^\s*/.exec(whole.slice(next(start)))[0].length);
  return [later < end ? later : start, end];
}

document.addEventListener("selectionchange", () => {
  const selection = getSelection();
  if (!taking?.isConnected || !text || selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const range = selection.getRangeAt(0);
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const marked = range.toString();
  const start = before.toString().length + (marked.length - marked.trimStart().length);
  if (marked.trim()) setWords(taking, text.textContent, start, start + marked.trim().length);
});

// Words that stand several times go to the archive as their place, in code points.
async function placed(form, body) {
  for (const input of all("input[data-words]", form)) {
    if (!input.dataset.start) continue;
    const whole = text.textContent;
    let nth = -1;
    for (let at = whole.indexOf(input.value); at >= 0 && at <= Number(input.dataset.start); at = whole.indexOf(input.value, at + 1)) nth += 1;
    if (nth <= 0 && whole.indexOf(input.value, Number(input.dataset.start) + 1) < 0) continue; // there is only one
    source ??= (await (await fetch(`/article/${form.dataset.article}.json`)).json()).record.article.text;
    let at = source.indexOf(input.value);
    for (let count = 0; count < nth && at >= 0; count += 1) at = source.indexOf(input.value, at + 1);
    if (at < 0) continue;
    const start = Array.from(source.slice(0, at)).length;
    const values = all(`[name="${input.name}"]`, form).map((one) => (one === input ? `${start}-${start + Array.from(input.value).length}` : one.value));
    body.delete(input.name);
    for (const value of values) body.append(input.name, value);
  }
}

for (const form of all("form.correct, #decide")) prepare(form);

// ── Adjudication: one claim after the other, a number for each column ──────────────────────────────────────────
const coded = all(".coded");
if (coded.length && toggle) {
  toggle.checked = localStorage.getItem("detente-single-keys") !== "off";
  toggle.addEventListener("change", () => localStorage.setItem("detente-single-keys", toggle.checked ? "on" : "off"));
  const at = () => coded.findIndex((claim) => claim.contains(document.activeElement));
  const from = coded.findIndex((claim) => `#${claim.id}` === location.hash);
  (coded[from] ?? coded[0]).focus({ preventScroll: from < 0 });
  document.addEventListener("keydown", (event) => {
    if (!toggle.checked || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
    if (event.key === "j" || event.key === "k") {
      const next = coded[Math.min(Math.max(at() + (event.key === "j" ? 1 : -1), 0), coded.length - 1)];
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    } else if (/^[1-9]$/.test(event.key)) coded[at()]?.querySelector(`[data-take="${event.key}"]`)?.click();
    else return;
    event.preventDefault();
  });
}
