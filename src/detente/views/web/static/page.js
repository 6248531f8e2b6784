// What every page does: nothing yet that a page without scripts could not do.
document.documentElement.classList.add("scripted");
