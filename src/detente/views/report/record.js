// Ties the record to its words, both ways. Without this script the page shows everything and its links work.
(() => {
  "use strict";
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const cards = all(".record .card");
  const segments = all(".seg");
  const sheet = byId("sheet"); // where there is no room for the record beside the text
  const bar = document.querySelector(".bar");
  const kindChips = all(".kinds .chip");
  const actorChips = all(".actors .chip[data-actor]");
  const narrow = window.matchMedia("(max-width: 59.99rem)");
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  const words = new Map(); // anchor of a card -> its segments, in the order of the text
  for (const segment of segments) {
    for (const anchor of segment.dataset.c.split(" ")) {
      if (!words.has(anchor)) words.set(anchor, []);
      words.get(anchor).push(segment);
    }
  }
  let chosen = null;
  let opening = true; // until the place in the address is shown: the browser's own jump would cut a smooth scroll short

  const scrollTo = (element) => {
    const pane = narrow.matches ? null : element.closest(".text, .record");
    const box = element.getBoundingClientRect();
    const top = pane ? pane.getBoundingClientRect().top + (pane.contains(bar) ? bar.offsetHeight : 0) : 0;
    const bottom = pane ? pane.getBoundingClientRect().bottom : window.innerHeight - (sheet.hidden ? 0 : sheet.offsetHeight);
    if (box.top >= top + 8 && box.bottom <= bottom - 8) return;
    const room = bottom - top;
    const by = box.top - top - (box.height < room ? Math.min((room - box.height) / 2, room / 3) : 8);
    (pane || window).scrollBy({ top: by, behavior: calm.matches || opening ? "instant" : "smooth" });
  };

  const clear = () => {
    for (const element of all(".lit, .core, .chosen")) element.classList.remove("lit", "core", "chosen");
    for (const segment of all("[data-lit]")) segment.removeAttribute("data-lit");
    for (const key of all("[aria-current]")) key.removeAttribute("aria-current");
    for (const segment of segments) segment.style.removeProperty("--lit");
    sheet.hidden = true;
    chosen = null;
  };

  const address = (hash) => {
    try {
      history.replaceState(null, "", hash || location.pathname + location.search);
    } catch {
      // A page in a sandbox has no address to change; choosing works without.
    }
  };

  const lightWords = (card) => {
    const mine = words.get(card.id) || [];
    const colour = getComputedStyle(card).getPropertyValue("--c");
    let last = null;
    for (const segment of mine) {
      segment.classList.add("lit");
      segment.style.setProperty("--lit", colour);
      // The key stands in front of each stretch of words, not of each segment in it.
      if (!last || last.nextSibling !== segment) segment.dataset.lit = card.id;
      last = segment;
    }
    return mine;
  };

  const showSheet = (shown) => {
    if (!narrow.matches) return;
    const list = sheet.querySelector("ol");
    list.replaceChildren(...shown.map((card) => {
      const copy = card.cloneNode(true);
      copy.removeAttribute("id");
      return copy;
    }));
    sheet.hidden = false;
    sheet.scrollTop = 0;
  };

  const say = (card, count) => {
    byId("live").textContent = `${card.dataset.kind} ${card.id} chosen, ${count} ${count === 1 ? "place" : "places"} in the text`;
  };

  const cardsAt = (segment) => segment.dataset.c.split(" ").map(byId).filter((card) => card && !card.hidden);

  // Chooses a card; `from` is the segment that was clicked, if the choice came from the text.
  const unfold = (element) => {
    for (let fold = element.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };

  const choose = (card, from = null) => {
    clear();
    unfold(card);
    chosen = card;
    card.classList.add("chosen");
    card.querySelector(".key").setAttribute("aria-current", "true");
    const mine = lightWords(card);
    const also = from ? cardsAt(from).filter((other) => other !== card) : [];
    for (const other of also) other.classList.add("lit");
    address(`#${card.id}`);
    showSheet([card, ...also]);
    if (from) from.classList.add("core");
    if (from || mine.length) scrollTo(from || mine[0]);
    if (!narrow.matches) scrollTo(card);
    say(card, all("[data-lit]").length);
    document.dispatchEvent(new CustomEvent("claim", { detail: card.id }));
  };

  const chooseWords = (segment) => {
    const here = cardsAt(segment);
    if (here.length) choose(here[0], segment);
  };

  const pressed = (chips, name) => new Set(chips.filter((c) => c.getAttribute("aria-pressed") === "true").map((c) => c.dataset[name]));

  const filter = () => {
    const kinds = pressed(kindChips, "kind");
    const actors = pressed(actorChips, "actor");
    for (const card of cards) {
      const ofKind = !kinds.size || kinds.has(card.dataset.kind);
      const ofActor = !actors.size || card.dataset.actors.split(" ").some((actor) => actors.has(actor));
      card.hidden = !(ofKind && ofActor);
    }
    // A filter is a request: what it finds is not left folded away.
    if (kinds.size || actors.size) {
      for (const card of cards) if (!card.hidden) unfold(card);
    }
    for (const fold of all(".fold")) fold.hidden = !all(".card", fold).some((card) => !card.hidden);
    for (const section of all(".claims")) section.hidden = !all(".card", section).some((card) => !card.hidden);
    for (const segment of segments) {
      segment.classList.toggle("off", !segment.dataset.c.split(" ").some((anchor) => !byId(anchor).hidden));
    }
    if (chosen && chosen.hidden) { clear(); address(""); }
  };

  const step = (by) => {
    const seen = cards.filter((card) => !card.hidden && !card.closest("details:not([open])"));
    if (!seen.length) return;
    const at = seen.indexOf(chosen);
    const next = seen[at < 0 ? (by > 0 ? 0 : seen.length - 1) : (at + by + seen.length) % seen.length];
    choose(next);
    next.querySelector(".key").focus({ preventScroll: true });
  };

  const follow = () => {
    let target = null;
    try {
      target = byId(decodeURIComponent(location.hash.slice(1)));
    } catch {
      return; // not an address of this page
    }
    if (!target) return;
    if (target.matches(".record .card")) choose(target);
    else if (target.matches(".seg")) chooseWords(target);
  };

  // From the sheet to the card itself.
  const leaveSheet = (copy) => {
    const card = byId(copy.querySelector(".key").textContent);
    sheet.hidden = true;
    card.scrollIntoView({ block: "center", behavior: calm.matches ? "auto" : "smooth" });
  };

  const chooseFrom = (link, card) => {
    const target = link && byId(link.getAttribute("href").slice(1));
    if (target && target.matches(".seg")) {
      choose(card, target); // one of several quotes
    } else {
      choose(target && target.matches(".card") ? target : card);
    }
  };

  // Choosing by pointer and by Enter: both arrive as clicks.
  document.addEventListener("click", (click) => {
    if (click.button || click.metaKey || click.ctrlKey || click.shiftKey || click.altKey) return;
    const link = click.target.closest("a[href^='#']");
    if (!link && !getSelection().isCollapsed) return; // the reader is marking text
    const card = click.target.closest(".card");
    const segment = click.target.closest(".seg");
    if (click.target.closest(".close")) {
      clear();
      address("");
    } else if (segment) {
      click.preventDefault();
      chooseWords(segment);
    } else if (card) {
      click.preventDefault();
      if (card.id) chooseFrom(link, card);
      else if (link && !link.matches(".key, .words")) chooseFrom(link, null);
      else leaveSheet(card);
    }
  });

  for (const chip of [...kindChips, ...actorChips]) {
    chip.setAttribute("role", "button");
    chip.setAttribute("aria-pressed", "false");
    chip.addEventListener("click", (click) => {
      click.preventDefault();
      chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
      filter();
    });
    chip.addEventListener("keydown", (key) => {
      if (key.key === " ") { key.preventDefault(); chip.click(); }
    });
  }
  for (const more of all(".actors .more")) {
    more.addEventListener("click", () => {
      more.parentElement.classList.add("all");
      more.remove();
    });
  }
  for (const group of all(".actors")) group.hidden = false;

  document.addEventListener("keydown", (key) => {
    if (key.metaKey || key.ctrlKey || key.altKey) return;
    if (key.key === "Escape") { clear(); address(""); }
    if (key.key === "j") step(1);
    if (key.key === "k") step(-1);
  });
  document.documentElement.classList.add("scripted");
  const measure = () => document.documentElement.style.setProperty("--bar", `${bar.offsetHeight}px`);
  measure();
  window.addEventListener("resize", measure);
  window.addEventListener("hashchange", follow);
  // The browser goes to the address's own place when the page has loaded; the words come after that.
  window.addEventListener("load", () => requestAnimationFrame(() => { follow(); opening = false; }));
})();
