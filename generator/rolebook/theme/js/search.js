// The search box: asks an engine (search-engine.js, loaded when first used) and shows what it finds.
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  if (!form) return;
  var html = document.documentElement, root = html.dataset.root, language = html.lang;
  var field = form.querySelector("input"), panel = form.querySelector(".found");
  var status = panel.querySelector(".told"), list = panel.querySelector("ol");
  var words = JSON.parse(form.dataset.words), engine = null, asked = 0, waiting;
  form.hidden = false;

  function script(path) {
    return new Promise(function (done, failed) {
      var tag = document.createElement("script");
      tag.src = root + path;
      tag.onload = done;
      tag.onerror = failed;
      document.head.appendChild(tag);
    });
  }
  function load() {
    if (!engine) {
      engine = script("js/search-engine.js").then(function () {
        var kind = location.protocol === "file:" ? "small" : html.dataset.search;
        return window.rolebookEngine(kind, { root: root, language: language, weights: words.weights, script: script });
      });
      engine.catch(function () { engine = null; });
    }
    return engine;
  }

  function tell(text) { status.textContent = text; }
  function link(page, anchor) {
    var tag = document.createElement("a");
    tag.href = root + language + "/" + page.key + ".html" + (anchor ? "#" + anchor : "");
    return tag;
  }
  function piece(parent, tag, kind, text) {
    var made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }
  function excerpt(parent, parts) {
    parts.forEach(function (part) {
      if (part.hit) piece(parent, "mark", "", part.text);
      else parent.appendChild(document.createTextNode(part.text));
    });
  }
  function show(found, query, most) {
    var count = found.length + (found.length < most ? "" : "+");  // there may be more than are shown
    list.textContent = "";
    tell(found.length ? words.results.replace("{count}", count) : words.none.replace("{query}", query));
    found.forEach(function (page) {
      var item = document.createElement("li"), main = link(page, "");
      if (words.kinds[page.kind]) piece(main, "span", "found-kind", words.kinds[page.kind]);
      piece(main, "b", "", page.title);
      item.appendChild(main);
      page.passages.forEach(function (passage) {
        var clause = link(page, passage.anchor);
        clause.className = "clause";
        excerpt(clause, passage.parts);
        item.appendChild(clause);
      });
      list.appendChild(item);
    });
    panel.dataset.query = query;
  }
  function close() { panel.hidden = true; }
  function ask() {
    var query = field.value.trim(), turn = ++asked;
    if (!query) { close(); return; }
    if (panel.hidden) { list.textContent = ""; tell(words.running); panel.hidden = false; }
    load().then(function (engine) {
      return engine.search(query).then(function (pages) { if (turn === asked) show(pages, query, engine.most); });
    }).catch(function () {
      if (turn === asked) { list.textContent = ""; tell(words.failed); }
    });
  }

  field.addEventListener("focus", function () { load().catch(function () {}); });
  field.addEventListener("input", function () { clearTimeout(waiting); waiting = setTimeout(ask, 150); });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = list.querySelector("a");
    if (first && !panel.hidden && panel.dataset.query === field.value.trim()) first.focus();
    else ask();
  });
  form.addEventListener("keydown", function (event) {
    var links = Array.prototype.slice.call(list.querySelectorAll("a"));
    var at = links.indexOf(document.activeElement), step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();  // the words stay; a second Escape clears them
      close();
      field.focus();
    }
    if (!step || panel.hidden || !links.length) return;
    event.preventDefault();
    if (at + step < 0) field.focus();
    else links[Math.min(at + step, links.length - 1)].focus();
  });
  form.addEventListener("focusout", function (event) {
    if (event.relatedTarget && !form.contains(event.relatedTarget)) close();
  });
  list.addEventListener("click", function (event) { if (event.target.closest("a")) close(); });
  document.addEventListener("pointerdown", function (event) { if (!form.contains(event.target)) close(); });
  document.addEventListener("keydown", function (event) {
    var busy = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
})();
