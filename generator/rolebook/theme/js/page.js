// What makes reading easier; a page without scripts has it all in a plainer form.
(function () {
  "use strict";
  var html = document.documentElement;
  function all(selector) { return Array.prototype.slice.call(document.querySelectorAll(selector)); }
  function remember(name, value) {
    try { localStorage.setItem(name, value); } catch (error) { /* private window */ }
  }

  // What stays at the top of the window covers so much of it: the header, or on a phone the contents.
  function covered() {
    return all(".bar, .contents").reduce(function (most, one) {
      var sticks = getComputedStyle(one).position === "sticky" && one.getBoundingClientRect().width > window.innerWidth / 2;
      return sticks ? Math.max(most, one.offsetHeight) : most;
    }, 0);
  }

  // The language a reader chose, for the chooser at the root; the other page opens at the clause that is read here.
  function placeRead() {
    var top = covered();
    var asked = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    var at = asked && asked.getBoundingClientRect();
    if (at && at.bottom > top && at.top < window.innerHeight / 2) return location.hash;
    var found = window.scrollY < top ? null : all("main [id]").filter(function (one) {
      return one.id.charAt(0) !== "_" && one.getClientRects().length && one.getBoundingClientRect().top <= top + 24;
    }).pop();
    return found ? "#" + found.id : location.hash;
  }
  all(".languages a[hreflang]").forEach(function (link) {
    link.addEventListener("click", function () {
      remember("rolebook-language", link.hreflang);
      var shownFor = /[?&](employer=[a-z0-9-]+)/.exec(location.search);
      if (shownFor) link.search = shownFor[1];
      link.hash = placeRead();
    });
  });

  // A question about the page names the clause that is read.
  all(".question").forEach(function (link) {
    var address = link.href;
    link.addEventListener("click", function () { link.href = address + encodeURIComponent(placeRead()); });
  });

  // What a link leads to is not hidden by the header, however many lines that has.
  if (window.ResizeObserver) {
    var sizes = new ResizeObserver(function () { html.style.scrollPaddingTop = covered() + 16 + "px"; });
    all(".bar, .contents summary").forEach(function (one) { sizes.observe(one); });
  }

  // A table that is wider than its place is reached by the keyboard, by its name; others are passed over.
  if (window.ResizeObserver) {
    var headings = null;
    var nameOf = function (table) {
      var caption = table.querySelector("caption"), found = caption;
      headings = headings || all("main h1, main h2, main h3, main h4");
      if (!caption) headings.forEach(function (one) {
        if (one.compareDocumentPosition(table) & Node.DOCUMENT_POSITION_FOLLOWING) found = one;
      });
      return found ? found.textContent.replace(/#\s*$/, "").trim() : document.title;
    };
    var wide = new ResizeObserver(function (changes) {
      var found = changes.map(function (change) {
        return { table: change.target, over: change.target.scrollWidth > change.target.clientWidth };
      });
      found.forEach(function (one) {
        if (one.over === one.table.hasAttribute("tabindex")) return;
        ["tabindex", "role", "aria-label"].forEach(function (name) { one.table.removeAttribute(name); });
        if (!one.over) return;
        one.table.tabIndex = 0;
        one.table.setAttribute("role", "region");
        one.table.setAttribute("aria-label", nameOf(one.table));
      });
    });
    all(".table").forEach(function (one) { wide.observe(one); });
  }

  // Light or dark.
  var colours = document.querySelector(".colours");
  if (colours) {
    var system = matchMedia("(prefers-color-scheme: dark)");
    var isDark = function () { return (html.dataset.colours || (system.matches ? "dark" : "light")) === "dark"; };
    var tell = function () { colours.setAttribute("aria-pressed", String(isDark())); };
    colours.hidden = false;
    tell();
    system.addEventListener("change", tell);
    colours.addEventListener("click", function () {
      html.dataset.colours = isDark() ? "light" : "dark";
      remember("rolebook-colours", html.dataset.colours);
      tell();
    });
  }

  // The contents list is open where there is room beside the text.
  var contents = document.querySelector(".contents details");
  if (contents && matchMedia("(max-width: 61.99rem)").matches) contents.open = false;
  if (contents) contents.dataset.settled = "";

  // It says which section is read.
  var entries = all(".contents a[href^='#']").map(function (link) {
    return { link: link, head: document.getElementById(decodeURIComponent(link.hash.slice(1))) };
  }).filter(function (one) { return one.head; });
  var waiting = false;
  function spy() {
    waiting = false;
    var top = covered() + 32, now = null;
    entries.forEach(function (one) {
      if (one.head.getClientRects().length && one.head.getBoundingClientRect().top <= top) now = one.link;
    });
    entries.forEach(function (one) {
      if (one.link === now) one.link.setAttribute("aria-current", "true");
      else one.link.removeAttribute("aria-current");
    });
  }
  if (entries.length) {
    addEventListener("scroll", function () {
      if (!waiting) { waiting = true; requestAnimationFrame(spy); }
    }, { passive: true });
  }

  // Menus close with Escape and by a click elsewhere; the contents on a phone also by a click on one of them.
  function menus() {
    var narrow = contents && getComputedStyle(contents.querySelector("ul")).position === "absolute";
    return all(".languages, .employers").concat(narrow ? [contents] : []).filter(function (one) { return one.open; });
  }
  document.addEventListener("click", function (event) {
    menus().forEach(function (menu) {
      var led = menu === contents && event.target.closest(".contents a");
      if (led || !menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    menus().forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // On a phone the header scrolls away; its search comes back where one reads.
  var bar = document.querySelector(".bar"), field = document.querySelector(".search input");
  all(".to-search").forEach(function (button) {
    button.hidden = !field;
    button.addEventListener("click", function () {
      bar.classList.add("called");
      field.focus();
    });
  });
  if (bar && field) {
    bar.addEventListener("focusout", function (event) {
      if (!bar.contains(event.relatedTarget)) bar.classList.remove("called");
    });
  }

  // The reader's own role: this device remembers it, and forgets it at one press, as a shared one must.
  var own = null;
  try { own = JSON.parse(localStorage.getItem("rolebook-role")); } catch (error) { /* private window */ }
  function remembered(role) {
    own = role;
    try {
      if (role) localStorage.setItem("rolebook-role", JSON.stringify(role));
      else localStorage.removeItem("rolebook-role");
    } catch (error) { /* private window */ }
  }
  all(".remember").forEach(function (button) {
    var role = { id: button.dataset.role, title: document.querySelector("h1").textContent, language: html.lang };
    var words = [button.textContent, button.dataset.forget];
    function say() {
      var mine = Boolean(own) && own.id === role.id;
      button.setAttribute("aria-pressed", String(mine));
      button.textContent = words[mine ? 1 : 0];
      if (mine) remembered(role);  // in the language that is read now
    }
    button.hidden = false;
    say();
    button.addEventListener("click", function () {
      remembered(own && own.id === role.id ? null : role);
      say();
    });
  });

  // What the reader has read, ticked for nobody else: on this device, and each tick says that it signs nothing.
  all(".ticks").forEach(function (note) {
    var name = "rolebook-ticks-" + note.dataset.role, ticked = [];
    try { ticked = JSON.parse(localStorage.getItem(name)) || []; } catch (error) { /* private window */ }
    note.hidden = false;
    all("tr[id^='sign-'] > th").forEach(function (head) {
      var label = document.createElement("label"), box = document.createElement("input"), id = head.parentElement.id;
      label.className = "tick";
      box.type = "checkbox";
      box.checked = ticked.indexOf(id) >= 0;
      box.addEventListener("change", function () {
        ticked = ticked.filter(function (one) { return one !== id; }).concat(box.checked ? [id] : []);
        remember(name, JSON.stringify(ticked));
      });
      label.append(box, " " + note.dataset.tick);
      head.appendChild(label);
    });
  });

  // A question that the handbook has no link for is put to the search.
  all(".searching").forEach(function (section) { section.hidden = !field; });
  all("[data-query]").forEach(function (button) {
    button.addEventListener("click", function () {
      field.value = button.dataset.query;
      field.focus();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });

  // Long lists are narrowed by what is typed: every word anywhere in an entry, without its accents.
  function folded(text) { return text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLocaleLowerCase(html.lang); }
  all(".narrow").forEach(function (box) {
    var input = box.querySelector("input"), count = box.querySelector("output");
    var items = all(box.dataset.items), texts = items.map(function (one) { return folded(one.textContent); });
    var lists = items.map(function (one) { return one.parentElement; }).filter(function (one, at, every) { return every.indexOf(one) === at; });
    box.hidden = false;
    input.addEventListener("input", function () {
      var words = folded(input.value).split(/\s+/), shown = 0;
      items.forEach(function (one, at) {
        one.hidden = !words.every(function (word) { return texts[at].indexOf(word) >= 0; });
        if (!one.hidden) shown += 1;
      });
      lists.forEach(function (list) {
        var empty = !list.querySelector(":scope > :not([hidden])");
        var group = list.closest("section");
        if (group) { group.hidden = empty; return; }
        list.hidden = empty;
        for (var one = list.previousElementSibling; one && !one.matches("ul, ol, dl, .narrow, .lead, details"); one = one.previousElementSibling) {
          one.hidden = empty;
        }
      });
      count.textContent = input.value ? box.dataset.count.replace("{count}", shown) : "";
    });
  });

  // The address of a clause, to send to a colleague.
  var told = document.createElement("p");
  told.className = "toast";
  told.setAttribute("role", "status");
  document.body.appendChild(told);
  var fading;
  function say(words) {
    told.textContent = words;
    clearTimeout(fading);
    fading = setTimeout(function () { told.textContent = ""; }, 2500);
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest(".permalink") : null;
    var words = document.querySelector("[data-copied]");
    if (!link || !words || !navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    navigator.clipboard.writeText(link.href).then(function () {
      say(words.dataset.copied);
    }, function () { /* the address bar has it */ });
  });

  // For the keyboard all permalinks are one stop, from which arrows lead to the next and the one before.
  var permalinks = all(".permalink");
  function stopAt(link) {
    permalinks.forEach(function (one) { one.tabIndex = one === link ? 0 : -1; });
  }
  var opened = permalinks.filter(function (one) { return !one.closest("details:not([open])"); });
  stopAt(opened[0] || permalinks[0]);
  document.addEventListener("focusin", function (event) {
    if (!event.target.matches(".permalink")) return;
    stopAt(event.target);
    if (event.target.matches(":focus-visible")) say(html.dataset.keys);
  });
  document.addEventListener("keydown", function (event) {
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches(".permalink")) return;
    var shown = permalinks.filter(function (one) { return one.getClientRects().length; });
    var next = shown[shown.indexOf(event.target) + step];
    event.preventDefault();
    if (next) next.focus();
  });

  // Terms explain themselves on hover, focus and touch; Escape, a click elsewhere or leaving ends it (WCAG 1.4.13).
  var note = null, about = null, leaving;
  function hide() {
    clearTimeout(leaving);
    if (!note) return;
    about.removeAttribute("aria-describedby");
    note.remove();
    note = about = null;
  }
  function show(term) {
    clearTimeout(leaving);
    if (about === term) return;
    hide();
    about = term;
    note = document.createElement("span");
    note.className = "explained";
    note.id = "_explained";
    note.setAttribute("role", "tooltip");
    note.textContent = term.dataset.meaning;
    term.setAttribute("aria-describedby", note.id);
    note.lang = term.closest("[lang]").lang;
    document.body.appendChild(note);
    note.addEventListener("mouseenter", function () { clearTimeout(leaving); });
    note.addEventListener("mouseleave", leave);
    place(term);
  }
  function place(term) {
    var room = html.clientWidth, box = note.getBoundingClientRect(), at = term.getClientRects()[0];
    var left = Math.max(8, Math.min(at.left, room - box.width - 8));
    var below = at.bottom + box.height + 12 < window.innerHeight || at.top < box.height + 12;
    note.style.left = left + window.scrollX + "px";
    note.style.top = (below ? at.bottom + 4 : at.top - box.height - 4) + window.scrollY + "px";
  }
  function leave() { leaving = setTimeout(hide, 250); }
  var explained = {};
  all("a.term[title]").forEach(function (term) {
    var touched = false;
    if (explained[term.href]) term.tabIndex = -1;  // the keyboard stops at a term once
    explained[term.href] = true;
    term.dataset.meaning = term.title;
    term.removeAttribute("title");
    term.addEventListener("mouseenter", function () { show(term); });
    term.addEventListener("mouseleave", leave);
    term.addEventListener("focus", function () { show(term); });
    term.addEventListener("blur", leave);
    term.addEventListener("pointerdown", function (event) { touched = event.pointerType === "touch" && about !== term; });
    term.addEventListener("click", function (event) {
      if (!touched) return;  // a second touch leads to the glossary
      event.preventDefault();
      touched = false;
      show(term);
    });
  });
  document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  document.addEventListener("pointerdown", function (event) {
    if (note && !note.contains(event.target) && event.target !== about) hide();
  });
})();
