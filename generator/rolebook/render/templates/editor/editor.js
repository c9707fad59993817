// What the editor's pages do beside working without this: a warning before words are lost, keys, filters while typing.
"use strict";
for (const form of document.querySelectorAll("form[data-guarded]")) {
  const before = new URLSearchParams(new FormData(form)).toString();
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => {
    if (!leaving && new URLSearchParams(new FormData(form)).toString() !== before) event.preventDefault();
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
    if (target.value.slice(0, target.selectionStart).endsWith("[[")) input.focus();
  });
  const insert = () => {
    if (!last || !input.value) return;
    const before = last.value.slice(0, last.selectionStart).replace(/\[\[$/, "");
    last.setRangeText(input.value, before.length, last.selectionEnd, "end");
    input.value = "";
    last.focus();
  };
  button.addEventListener("click", insert);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { event.preventDefault(); insert(); }
    if (event.key === "Escape") last?.focus();
  });
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
  target?.querySelector("textarea, input:not([type=hidden]), select, a")?.focus();
};
// After the browser went to the fragment itself, which takes the focus from wherever it is.
if (location.hash) addEventListener("load", () => setTimeout(focusTarget));
document.querySelector("#interface")?.addEventListener("change", (event) => event.target.form.requestSubmit());
// What the check finds while the page is open comes in beside the fields; nothing that somebody types in is touched.
const takeFindings = async () => {
  const told = await (await fetch("/checked")).json();
  if (told.checking) { setTimeout(takeFindings, 200); return; }
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
  for (const old of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(old.id);
    if (fresh && fresh.innerHTML !== old.innerHTML) old.replaceChildren(...fresh.childNodes);
  }
  filter?.dispatchEvent(new Event("input"));
};
if (document.querySelector("[data-publishing]")) setTimeout(() => location.reload(), 3000);
if (document.querySelector("[data-checking]")) takeFindings().catch(() => {});
