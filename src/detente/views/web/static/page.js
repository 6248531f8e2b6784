// What the page does beyond what it can do without scripts: single keys on the review desk.
const root = document.documentElement;
root.classList.add("scripted");

// On a phone the rooms are one line, and the one that is shown may stand outside of it.
const rooms = document.querySelector(".top ul");
const here = rooms?.querySelector("[aria-current]");
if (here) rooms.scrollLeft = here.offsetLeft - rooms.offsetLeft - (rooms.clientWidth - here.offsetWidth) / 2;

const task = document.getElementById("task");
const toggle = document.getElementById("keys");
const STORED = "detente-single-keys";

if (task && toggle) {
  toggle.checked = localStorage.getItem(STORED) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(STORED, toggle.checked ? "on" : "off"));
  if (task.dataset.keys === "on") task.focus({ preventScroll: true });
  document.addEventListener("keydown", pressed);
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target.closest("input, select, textarea");
  if (field) {
    if (event.key === "Escape") task.focus();
    return;
  }
  if (!toggle.checked) return;
  if (event.key === "c") {
    const first = task.querySelector(".doubtful input, .doubtful select:not([hidden])") ?? task.querySelector(".fields input, .fields select:not([hidden])");
    first?.focus();
    event.preventDefault();
    return;
  }
  const button = document.querySelector(`button[data-key="${CSS.escape(event.key)}"]:not([disabled])`);
  if (button) {
    event.preventDefault();
    button.click();
  }
}

// A form whose answer takes a while says so, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", (event) => {
    const told = form.querySelector("[role=status]");
    const tooMuch = beyond(form);
    if (tooMuch) event.preventDefault();
    else form.querySelector("button").disabled = true;
    if (told) told.textContent = tooMuch || form.dataset.busy;
  });
}
// What is too much is said before it is sent: the text would be cut off, or sent for nothing.
function beyond(form) {
  const { mostChars, mostBytes } = form.dataset;
  const count = (number) => Number(number).toLocaleString("en");
  const text = form.querySelector("textarea")?.value ?? "";
  if (text.length > Number(mostChars)) return `This text has ${count(text.length)} characters, and at most ${count(mostChars)} are read here. Nothing was sent.`;
  const file = form.querySelector("input[type=file]")?.files[0];
  if (file?.size > Number(mostBytes)) return `${file.name} has ${count(file.size)} bytes, and at most ${count(mostBytes)} are taken here. Nothing was sent. Read it with: detente read FILE, or detente add FILE.`;
  return "";
}
window.addEventListener("pageshow", (shown) => {
  if (!shown.persisted) return;
  for (const button of document.querySelectorAll("form[data-busy] button")) button.disabled = false;
});
