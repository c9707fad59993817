// What the editor's pages do beside working without this: a warning before words are lost, keys, filters while typing.
"use strict";
if (document.body.dataset.page) history.replaceState(null, "", document.body.dataset.page);
const shown = (form) => JSON.stringify([...new FormData(form)].filter(([name]) => /^([vn]|k\d):/.test(name)));
for (const form of document.querySelectorAll("form[data-guarded]")) {
  form.saved = form.hasAttribute("data-unsaved") ? "" : shown(form);
  let leaving = false;
  form.addEventListener("submit", (event) => queueMicrotask(() => { leaving = !event.defaultPrevented; }));
  addEventListener("beforeunload", (event) => {
    if (!leaving && shown(form) !== form.saved) event.preventDefault();
  });
}
// A box is as high as its text, in browsers that cannot do so by themselves too.
if (!CSS.supports("field-sizing", "content")) {
  const fit = (box) => { box.style.blockSize = "auto"; box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`; };
  for (const box of document.querySelectorAll("textarea:not(.file)")) { fit(box); box.addEventListener("input", () => fit(box)); }
}
// What takes some seconds says so until the next page is there.
for (const form of document.querySelectorAll("form[data-busy]")) form.addEventListener("submit", () => { form.querySelector("[role=status]").hidden = false; });
// The queue sends one string at a time: what was typed at the others is there again on the page that follows.
const strings = [...document.querySelectorAll("form.string")];
const keyOf = ({ elements }) => ["string", elements.place.value, elements.lang.value, elements.base.value].join("\n");
const unsent = (but) => strings.filter((one) => one !== but && one.elements.words.value !== one.elements.words.defaultValue);
let sent = false;
for (const form of strings) {
  const kept = sessionStorage.getItem(keyOf(form));
  if (kept !== null) form.elements.words.value = kept;
  sessionStorage.removeItem(keyOf(form));
  form.addEventListener("submit", () => {
    sent = true;
    for (const other of unsent(form)) sessionStorage.setItem(keyOf(other), other.elements.words.value);
  });
}
if (strings.length) addEventListener("beforeunload", (event) => { if (!sent && unsent().length) event.preventDefault(); });
const takeLive = (page, which = "[data-live]") => {
  const held = document.activeElement?.closest("form, a") ? document.activeElement : null;
  const top = held?.getBoundingClientRect().top;
  for (const old of document.querySelectorAll(which)) {
    const fresh = page.getElementById(old.id);
    if (!fresh || fresh.innerHTML === old.innerHTML) continue;
    const link = old.contains(document.activeElement) && document.activeElement.getAttribute("href");
    const open = [...old.querySelectorAll("details[open][id]")].map((one) => one.id);
    old.replaceChildren(...fresh.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    if (link) [...old.querySelectorAll("a")].find((one) => one.getAttribute("href") === link)?.focus({ preventScroll: true });
  }
  if (held?.isConnected) scrollBy({ top: held.getBoundingClientRect().top - top, behavior: "instant" });  // it stays where the hand is
};
// Where the editor does not answer any more, nothing is sent: what was typed would go with the page.
const lost = document.getElementById("lost");
const answers = async () => {
  const answer = await fetch("/checked").catch(() => null);
  const open = Boolean(answer?.ok && !answer.redirected);
  if (lost) lost.hidden = open;
  if (!open) lost?.scrollIntoView({ block: "center" });
  return open;
};
let sure = false, asking = false;
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (sure || !form.matches("[data-guarded], .string")) { sure = false; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  if (asking) return;
  asking = true;
  sure = await answers();
  asking = false;
  if (sure) form.requestSubmit(event.submitter);
}, true);
for (const one of document.querySelectorAll("[data-scripted]")) one.hidden = false;
const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");
// Saves what was typed once nobody types. What the server refuses is sent as a form, so that its answer is seen.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  let asked = null, composing = false, sending = false, done = false, timer = 0, before = new URLSearchParams(new FormData(form));
  const save = async () => {
    if (composing || sending || shown(form) === form.saved) return;
    sending = true;
    const [data, state] = [new URLSearchParams(new FormData(form)), shown(form)];
    const answer = await fetch("/save", { method: "POST", body: data }).catch(() => null);
    sending = false;
    if (!answer?.ok) { if (await answers() && (answer || asked)) form.requestSubmit(asked); return; }
    lost.hidden = true;
    const page = await parsed(answer);
    for (const base of form.querySelectorAll("input[name^='b:']")) {
      const name = base.name.replace("b:", "v:");
      if (base.name.split(":").length > 2) base.value = data.get(name);
      else if (data.getAll(name).join() !== before.getAll(name).join()) {
        base.value = page.querySelector(`input[name="${CSS.escape(base.name)}"]`)?.value ?? base.value;
      }
    }
    [form.saved, before, done] = [state, data, true];
    const still = shown(form) === state;
    for (const old of still ? form.querySelectorAll("[data-map]") : []) {
      const fresh = page.getElementById(old.id);
      if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
    }
    for (const base of form.querySelectorAll("input[name^='m:']")) {
      base.value = page.querySelector(`input[name="${CSS.escape(base.name)}"]`)?.value ?? base.value;
    }
    if (still) [form.saved, before] = [shown(form), new URLSearchParams(new FormData(form))];
    takeLive(page, "[data-live], #live-told");
    if (document.querySelector("[data-checking]")) takeFindings().catch(() => {});
    if (asked) form.requestSubmit(asked); else later();
  };
  const later = (wait = 1500) => { clearTimeout(timer); timer = setTimeout(save, wait); };
  form.addEventListener("compositionstart", () => { composing = true; });
  form.addEventListener("compositionend", () => { composing = false; later(); });
  form.addEventListener("input", () => later());
  form.addEventListener("change", () => later(400));
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    const button = event.submitter;
    if (sending && !asked) { event.preventDefault(); asked = button; return; }
    if (done && shown(form) === form.saved && !button?.hasAttribute("formaction")) {
      event.preventDefault();
      const address = new URL(location.href);
      address.searchParams.set("told", "saved");
      location.assign(address);
    }
  });
}
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (event.isComposing || !(field instanceof HTMLTextAreaElement || field instanceof HTMLInputElement)) return;
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    field.form.requestSubmit(field.form.querySelector("button.main"));
  }
  if (event.altKey && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const all = [...document.querySelectorAll("textarea")].filter((one) => one.offsetParent);
    const next = all[all.indexOf(field) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) { event.preventDefault(); next.focus(); }
  }
});
const picker = document.querySelector("[data-picker]");
if (picker) {
  const [input, button] = [picker.querySelector("input"), picker.querySelector("button")];
  let last = null;
  picker.hidden = false;
  document.addEventListener("focusin", ({ target }) => { if (target instanceof HTMLTextAreaElement) last = target; });
  document.addEventListener("input", ({ target, isComposing }) => {
    if (isComposing || !(target instanceof HTMLTextAreaElement)) return;
    if (!target.value.slice(0, target.selectionStart).endsWith("[[")) return;
    target.closest(".field")?.append(picker);  // beside the text, so that nothing moves
    input.focus({ preventScroll: true });
    picker.scrollIntoView({ block: "nearest" });
  });
  // What is picked by its title, or typed with or without its brackets.
  const wanted = () => {
    const said = input.value.trim().replace(/^\[\[|\]\]$/g, "");
    const known = [...input.list.options].find((one) => one.value.toLocaleLowerCase() === said.toLocaleLowerCase());
    return known?.dataset.link ?? `[[${said}]]`;
  };
  const insert = () => {
    if (!last || !input.value) return;
    const before = last.value.slice(0, last.selectionStart).replace(/\[\[$/, "");
    last.setRangeText(wanted(), before.length, last.selectionEnd, "end");
    input.value = "";
    last.focus();
  };
  button.addEventListener("click", insert);
  input.addEventListener("input", ({ inputType }) => {
    if (input.value.endsWith("]]") || !inputType || inputType === "insertReplacementText") insert();  // typed to the end, or picked
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); insert(); }
    if (event.key === "Escape") last?.focus();
  });
}
// What somebody wrote of a release is there again after they mended what kept it back.
const note = document.querySelector("#release textarea");
if (note) {
  const key = `note ${location.pathname}`;
  note.value ||= sessionStorage.getItem(key) ?? "";
  note.addEventListener("input", () => sessionStorage.setItem(key, note.value));
}
if (new URL(location.href).searchParams.get("told") === "released") {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith("note ")) sessionStorage.removeItem(key);
}
const filter = document.querySelector("input[type=search]");
filter?.addEventListener("input", () => {
  const wanted = filter.value.toLocaleLowerCase();
  for (const row of document.querySelectorAll("[data-filtered] > li")) {
    row.hidden = !row.textContent.toLocaleLowerCase().includes(wanted);
  }
});
const focusTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  target?.closest("details")?.setAttribute("open", "");
  const { searchParams } = new URL(location.href);
  const asked = searchParams.get("also") ?? searchParams.get("lang");
  const said = asked && target?.querySelector(`textarea[lang="${CSS.escape(asked)}"]`);
  if (said) said.focus(); else target?.querySelector("textarea, input:not([type=hidden]), select, a")?.focus();
};
// What was done is said aloud only where it comes into a page that is there already.
const told = document.querySelector("#live-told .told");
if (told) setTimeout(() => told.replaceChildren(...told.childNodes), 100);
// After the browser went to the fragment itself, which takes the focus from wherever it is.
if (location.hash) addEventListener("load", () => setTimeout(focusTarget));
document.querySelector("#interface")?.addEventListener("change", (event) => event.target.form.requestSubmit());
// What the check finds while the page is open comes in beside the fields; nothing that somebody types in is touched.
const takeFindings = async () => {
  const told = await (await fetch("/checked")).json();
  if (told.checking) { setTimeout(takeFindings, 200); return; }
  takeLive(await parsed(await fetch(location.href)));
  filter?.dispatchEvent(new Event("input"));
};
// How far a publication is comes in by itself; when it is done, the page is asked for anew.
const takePublication = async () => {
  const page = await parsed(await fetch(location.href));
  if (!page.querySelector("[data-publishing]")) { location.reload(); return; }
  takeLive(page, "#live-publish");
  setTimeout(takePublication, 1000);
};
if (document.querySelector("[data-publishing]")) setTimeout(takePublication, 1000);
if (document.querySelector("[data-checking]")) takeFindings().catch(() => {});
