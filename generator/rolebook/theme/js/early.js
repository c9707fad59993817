// Before anything is shown: the colours and the employer this reader chose, and that scripts run.
(function () {
  "use strict";
  var html = document.documentElement;
  html.classList.add("scripted");
  function kept(name) {
    try { return localStorage.getItem(name); } catch (error) { return null; /* private window */ }
  }
  var chosen = kept("rolebook-colours");
  if (chosen === "light" || chosen === "dark") html.dataset.colours = chosen;

  // What is only for some employers bears their ids. A reader who chose one sees the others' folded or put away; an
  // address that names an employer (`?employer=`) is shown for that one, whatever this device remembers.
  var asked = /[?&]employer=([a-z][a-z0-9-]*)/.exec(location.search);
  var employer = asked ? asked[1] : kept("rolebook-employer") || "";
  var menu = null, named = {};

  function all(selector, root) { return Array.prototype.slice.call((root || document).querySelectorAll(selector)); }
  function first(selector, root) { return root.matches(selector) ? root : root.querySelector(selector); }
  function isFor(one, id) { return one.dataset.employers.split(" ").indexOf(id) >= 0; }
  function mark(one) {
    var others = Boolean(employer) && !isFor(one, employer);
    if (one.localName !== "details") { one.classList.toggle("foreign", others); return; }
    if (!("first" in one.dataset)) one.dataset.first = one.open ? "open" : "";
    one.open = employer ? !others : one.dataset.first === "open";
    one.classList.toggle("others", others);
  }
  function has(id) { return Object.prototype.hasOwnProperty.call(named, id); }
  function name() {
    html.dataset.employerShown = employer;
    menu.querySelector("summary b").textContent = named[employer];
    all("button", menu).forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.employer === employer));
    });
  }
  function begin(found) {
    menu = found;
    named = JSON.parse(menu.dataset.shownFor);
    named[""] = menu.querySelector("summary b").textContent;
    // One that this handbook does not have, or a device that is used for several handbooks.
    if (!has(employer)) employer = kept("rolebook-employer") || "";
    if (!has(employer)) employer = "";
    name();
  }
  // The first page leads to the reader's own role, if this handbook has it; the device forgets it at one press.
  function greet(card, forget) {
    var role = null, before = [card.getAttribute("href"), card.innerHTML];
    try { role = JSON.parse(kept("rolebook-role")); } catch (error) { /* not ours */ }
    if (!role || card.dataset.roles.split(" ").indexOf(role.id) < 0) return;
    card.setAttribute("href", before[0].replace(/index\.html$/, role.id + ".html"));
    card.querySelector("b").textContent = card.dataset.mine;
    card.querySelector("span").textContent = role.language === html.lang ? role.title : "→";
    forget.hidden = false;
    forget.addEventListener("click", function () {
      try { localStorage.removeItem("rolebook-role"); } catch (error) { /* private window */ }
      card.setAttribute("href", before[0]);
      card.innerHTML = before[1];
      forget.hidden = true;
      card.focus();
    });
  }

  // A small screen names what is looked up now and then, and shows it on request.
  var small = matchMedia("(max-width: 48rem)").matches;
  function look(root) {
    if (small) all('[data-fold="on-phones"]', root).concat(root.matches('[data-fold="on-phones"]') ? [root] : []).forEach(function (one) { one.open = false; });
    // The menu comes behind its summary, whose words may arrive in two pieces.
    var forget = first(".mine + .forget", root), shownFor = menu ? null : first(".employers > .menu", root);
    if (forget) greet(forget.previousElementSibling, forget);
    if (shownFor) begin(shownFor.closest(".employers"));
    if (!menu || !employer) return;
    if (root.matches("[data-employers]")) mark(root);
    all("[data-employers]", root).forEach(mark);
  }
  var observer = new MutationObserver(function (changes) {
    changes.forEach(function (change) {
      Array.prototype.forEach.call(change.addedNodes, function (node) { if (node.nodeType === 1) look(node); });
    });
  });
  observer.observe(html, { childList: true, subtree: true });

  // Below a list that keeps something back, one press shows it.
  function offer() {
    all(".elsewhere").forEach(function (one) { one.remove(); });
    all("main .foreign").forEach(function (one) {
      if (one.parentElement.closest(".foreign")) return;
      var list = one.closest("ul, ol, table, .read"), after = list.closest(".table") || list;
      var next = after.nextElementSibling, more = next && next.matches(".elsewhere") ? next : null;
      if (!more) {
        list.classList.remove("shown");
        more = document.createElement("button");
        more.type = "button";
        more.className = "elsewhere";
        more.dataset.count = 0;
        more.setAttribute("aria-expanded", "false");
        more.addEventListener("click", function () {
          more.setAttribute("aria-expanded", String(list.classList.toggle("shown")));
        });
        after.insertAdjacentElement("afterend", more);
      }
      more.dataset.count = Number(more.dataset.count) + 1;
      more.textContent = menu.dataset.more.replace("{count}", more.dataset.count);
    });
  }
  function show(id) {
    employer = id;
    name();
    all("[data-employers]").forEach(mark);
    offer();
  }

  // A link into something folded opens it; into what is another employer's, the page is shown for that one.
  function follow() {
    var target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    var held = target.closest("[data-employers]"), closed = target.closest("details:not([open])");
    if (menu && employer && held && !isFor(held, employer)) show(held.dataset.employers.split(" ")[0]);
    for (var one = closed; one; one = one.parentElement.closest("details")) one.open = true;
    if (closed || (held && menu)) target.scrollIntoView();
  }
  addEventListener("hashchange", follow);
  document.addEventListener("DOMContentLoaded", function () {
    observer.disconnect();
    if (menu) {
      name();
      offer();
      menu.addEventListener("click", function (event) {
        var button = event.target.closest("button[data-employer]");
        if (!button) return;
        try { localStorage.setItem("rolebook-employer", button.dataset.employer); } catch (error) { /* private window */ }
        if (asked) history.replaceState(null, "", location.pathname + location.hash);
        show(button.dataset.employer);
        menu.open = false;
        menu.querySelector("summary").focus();
      });
    }
    follow();
  });
})();
