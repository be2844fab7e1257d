"use strict";
// Everything is on the page without this script. It relates the two sides, filters, copies and sets the theme.
(() => {
  const root = document.documentElement;
  const all = (selector) => [...document.querySelectorAll(selector)];
  const at = (id) => document.getElementById(id);
  const idOf = (ref) => ref.hash.slice(1);
  root.classList.add("js");

  const ROLES = ["source", "cue", "content"];
  const cards = all(".statement");
  const refs = all(".ref");
  const marks = all(".text .seg").map((element) => {
    const ids = element.dataset.s.split(" ");
    // What it is to each of several statements is told; to a single one, all that it is.
    const roles = element.dataset.r?.split(" ").map((one) => one.split("+")) ?? [ROLES.filter((role) => element.classList.contains(role))];
    return { element, parts: ids.map((id, i) => ({ id, roles: roles[i] })) };
  });
  const related = new Map(cards.map((card) => [card.id, [card]]));
  for (const { element, parts } of marks) for (const { id } of parts) related.get(id).push(element);
  for (const tick of all(".tick")) related.get(tick.dataset.s).push(tick);
  for (const ref of refs) related.get(idOf(ref)).push(ref);
  const refOf = new Map(refs.map((ref) => [idOf(ref), ref]));
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const narrow = matchMedia("(max-width: 60rem)");

  let chosen = null; // by click or focus: stays
  let hovered = null; // by the pointer: passes
  let lit = null;

  function light() {
    const id = hovered ?? chosen;
    if (id === lit) return;
    for (const element of related.get(lit) ?? []) element.classList.remove("on");
    for (const element of related.get(id) ?? []) element.classList.add("on");
    root.classList.toggle("relating", id !== null);
    lit = id;
  }

  function drop() {
    for (const card of all(".peek")) card.classList.remove("peek");
  }

  function choose(id) {
    if (id !== chosen) drop();
    chosen = id;
    hovered = null;
    light();
  }

  function note(id) {
    // Where the page has no address of its own (a notebook's frame), there is nothing to note.
    try { history.replaceState(null, "", id ? "#" + id : location.pathname + location.search); } catch {}
  }

  // Smoothly over a short way; over a long one the eye only loses its place.
  function show(element, block) {
    const near = Math.abs(element.getBoundingClientRect().top) < 2 * innerHeight;
    element.scrollIntoView({ block, behavior: near && !still.matches ? "smooth" : "auto" });
  }

  function goToText(id, keepFocus) {
    const ref = refOf.get(id);
    choose(id);
    if (!keepFocus) ref.focus({ preventScroll: true });
    show(ref, "center");
    note(ref.id);
  }

  function goToCard(id, from) {
    const card = at(id);
    choose(id);
    if (narrow.matches) card.classList.add("peek");
    card.querySelector(".go").focus({ preventScroll: true });
    if (!narrow.matches) show(card, "nearest");
    else if (from) scrollBy(0, Math.max(0, from.getBoundingClientRect().bottom - card.getBoundingClientRect().top + 16));
    note(id);
  }

  // The innermost statement that is shown; if that is chosen already, the one around it, and so on.
  function pick(mark) {
    const ids = mark.dataset.s.split(" ").filter((id) => !at(id).hidden);
    return ids[(ids.indexOf(chosen) + 1) % ids.length] ?? null;
  }

  function idAt(target) {
    const element = target.closest?.(".text .seg, .ref, .tick, .statement");
    if (!element) return null;
    if (element.matches(".statement")) return element.id;
    if (element.matches(".ref")) return idOf(element);
    const ids = element.dataset.s.split(" ").filter((id) => !at(id).hidden);
    return ids.includes(chosen) ? chosen : ids[0] ?? null;
  }

  // A move, not an entry: what scrolls under a pointer that rests has not been pointed at.
  document.addEventListener("mousemove", (event) => {
    hovered = idAt(event.target);
    light();
  });
  root.addEventListener("mouseleave", () => {
    hovered = null;
    light();
  });

  document.addEventListener("focusin", ({ target }) => {
    const id = target.matches(".ref") ? idOf(target) : target.closest(".statement")?.id;
    if (id) choose(id);
    if (!target.closest(".peek")) drop();
  });

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (!getSelection().isCollapsed) return; // the reader marks words to copy
    const button = target.closest(".copy");
    if (button) return void copy(button);
    const ref = target.closest(".ref");
    const mark = target.closest(".text .seg, .tick");
    const card = target.closest(".statement");
    if (ref || mark) {
      const id = ref ? idOf(ref) : pick(mark);
      event.preventDefault();
      if (!id) return;
      if (target.closest(".tick")) goToText(id);
      else goToCard(id, ref ?? mark);
    } else if (card && !target.closest("a:not(.go), summary")) {
      event.preventDefault();
      goToText(card.id, !target.closest(".go"));
    } else if (!target.closest("a, button, input, label, summary")) {
      choose(null);
    }
  });

  // Next and previous: along the list from a card, along the text from a number in it.
  function step(by) {
    const inText = document.activeElement.matches(".ref");
    const row = inText ? refs.filter((ref) => !ref.hidden) : cards.filter((card) => !card.hidden);
    if (!row.length) return;
    const here = row.findIndex((element) => (inText ? idOf(element) : element.id) === chosen);
    const next = row[here < 0 ? (by > 0 ? 0 : row.length - 1) : Math.min(Math.max(here + by, 0), row.length - 1)];
    if (inText) {
      goToText(idOf(next));
    } else {
      next.querySelector(".go").focus({ preventScroll: true });
      show(next, "nearest");
      // On a narrow screen the list is below the text, and to show the words would lose the place in it.
      if (!narrow.matches) goToText(next.id, true);
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input:not([type=checkbox])")) return;
    const letters = at("letters").checked;
    const onStatement = event.target.matches(".ref, .go");
    const by = { j: letters && 1, k: letters && -1, ArrowDown: onStatement && 1, ArrowUp: onStatement && -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    } else if (event.key === "Escape") {
      choose(null);
      drop();
      note("");
      if (onStatement) event.target.blur();
    }
  });

  function filter() {
    const manners = new Set(all("[name=manner]:checked").map((box) => box.value));
    const least = Number(at("least").value);
    at("least-told").value = least + "%";
    const shown = new Set();
    for (const card of cards) {
      card.hidden = !manners.has(card.dataset.manner) || Number(card.dataset.percent) < least;
      if (!card.hidden) shown.add(card.id);
    }
    for (const ref of refs) ref.hidden = !shown.has(idOf(ref));
    for (const tick of all(".tick")) tick.classList.toggle("off", !shown.has(tick.dataset.s));
    for (const row of all(".sources li")) {
      row.querySelector(".count span + span").textContent = row.querySelectorAll(".tick:not(.off)").length;
    }
    for (const { element, parts } of marks) dress(element, parts.filter(({ id }) => shown.has(id)));
    for (const group of all(".group")) group.hidden = !group.querySelector(".statement:not([hidden])");
    for (const division of all(".division")) division.hidden = !division.querySelector(".group:not([hidden])");
    for (const list of all(".list")) {
      list.querySelector(".none").hidden = !list.querySelector(".statement") || !!list.querySelector(".group:not([hidden])");
    }
    if (chosen && !shown.has(chosen)) choose(null);
    const total = cards.length;
    const plural = total === 1 ? "" : "s";
    at("told").textContent = shown.size === total ? `${total} statement${plural}` : `${shown.size} of ${total} statement${plural}`;
  }

  // As the server dressed it, but by the statements that are shown.
  function dress(element, parts) {
    const roles = new Set(parts.flatMap((part) => part.roles));
    const said = parts.filter((part) => part.roles.includes("content"));
    for (const role of ROLES) element.classList.toggle(role, roles.has(role));
    const every = (list, name) => list.length > 0 && list.every(({ id }) => at(id).classList.contains(name));
    element.classList.toggle("unasserted", every(said, "unasserted"));
    element.classList.toggle("faint", every(parts, "faint"));
  }

  for (const input of all(".filters input")) input.addEventListener("input", filter);

  async function copy(button) {
    const card = button.closest(".statement");
    const words = (selector) => card.querySelector(selector)?.textContent.trim();
    const who = card.closest(".group").dataset.name || words(".cued .source") || "No source named";
    const place = card.closest(".document").dataset.place;
    const text = `${card.querySelector("blockquote .content").textContent}\n— ${who}\n${place}, characters ${button.dataset.characters}`;
    const told = (await write(text)) ? "Copied" : "Not copied";
    button.firstChild.data = at("copied").textContent = told;
    setTimeout(() => {
      button.firstChild.data = "Copy";
      at("copied").textContent = "";
    }, 1500);
  }

  async function write(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // No clipboard in an insecure page or a frame: by hand, from a field out of sight.
      const field = document.createElement("textarea");
      field.className = "unseen";
      field.value = text;
      const back = document.activeElement;
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      back?.focus({ preventScroll: true });
      return done;
    }
  }

  const theme = at("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  function setTheme(name) {
    if (name) root.dataset.theme = name;
    const dark = (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    theme.setAttribute("aria-pressed", dark);
  }
  theme.addEventListener("click", () => {
    const name = theme.getAttribute("aria-pressed") === "true" ? "light" : "dark";
    setTheme(name);
    try { localStorage.setItem("onrecord-theme", name); } catch {} // a sandboxed frame has no storage
  });
  system.addEventListener("change", () => setTheme());
  try { setTheme(localStorage.getItem("onrecord-theme")); } catch { setTheme(); }

  // The list stands below the bar, which is as high as its lines.
  new ResizeObserver(([entry]) => {
    root.style.setProperty("--bar", `${entry.target.offsetHeight}px`);
  }).observe(document.querySelector(".bar"));

  filter();
  const start = at(decodeURIComponent(location.hash.slice(1)));
  if (start?.matches(".ref")) choose(idOf(start));
  if (start?.matches(".statement")) choose(start.id);
})();
