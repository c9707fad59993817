// The search box: asks the engine (search-running.js, loaded when first used) and shows what it finds.
(function () {
  "use strict";
  var html = document.documentElement, root = html.dataset.root, language = html.lang, engine = null;
  var FIRST = 10, NEAREST = 3, AT_ONCE = 4, PAUSE = 80, SETTLED = 500, ALL = 1e6;  // pages, pages, pages, ms, ms, pages

  function script(path) {
    return new Promise(function (done, failed) {
      var tag = document.createElement("script");
      tag.src = root + path;
      tag.onload = done;
      tag.onerror = failed;
      document.head.appendChild(tag);
    });
  }
  function inPage(options) {
    return script("js/search-running.js").then(function () {
      return window.rolebookSearch.open(Object.assign({ script: script }, options));
    });
  }
  // What asks the Worker: a promise of the answer, and of null for a question that a newer one ended.
  function inWorker(options) {
    return new Promise(function (done, failed) {
      var worker = new Worker(root + "js/search-running.js"), turn = 0, waiting = {};
      worker.onerror = failed;
      worker.onmessage = function (event) {
        var told = event.data;
        if (told.turn) {
          waiting[told.turn][told.failed ? 1 : 0](told.failed || told.result);
          delete waiting[told.turn];
        } else if (told.failed) failed(told.failed);
        else done(function (question, kind, most) {
          return new Promise(function (answered, broken) {
            turn += 1;
            waiting[turn] = [answered, broken];
            worker.postMessage({ turn: turn, question: question, kind: kind, most: most });
          });
        });
      };
      worker.postMessage({ options: options });
    });
  }
  function load(weights) {
    if (engine) return engine;
    var options = { root: new URL(root || "./", location.href).href, language: language, weights: weights };
    var served = location.protocol !== "file:", large = served && html.dataset.search === "pagefind";  // it has a Worker of its own
    options.kind = large ? "pagefind" : "small";
    engine = served && !large && window.Worker ? inWorker(options).catch(function () { return inPage(options); }) : inPage(options);
    engine.catch(function () { engine = null; });
    return engine;
  }
  function piece(parent, tag, kind, text) {
    var made = document.createElement(tag);
    if (kind) made.className = kind;
    made.textContent = text;
    parent.appendChild(made);
    return made;
  }
  // The question stands in the address, so that a reader who comes back finds it.
  function keep(question) {
    var address = new URL(location.href);
    if (question) address.searchParams.set("q", question); else address.searchParams.delete("q");
    try { history.replaceState(history.state, "", address); } catch (_) { /* some browsers keep addresses of files as they are */ }
  }

  function setUp(form, number) {
    var field = form.querySelector("input"), panel = form.querySelector(".found"), list = form.querySelector(".found-list");
    var status = form.querySelector(".told"), whom = form.querySelector(".found-ask"), more = form.querySelector(".found-more");
    var filters = form.querySelector(".found-kinds"), words = JSON.parse(form.dataset.words);
    var asked = 0, waiting, keeping, kind = "", most = FIRST, active = -1, hurried = false, options = [];
    list.id = "_found" + (number || "");
    field.setAttribute("aria-controls", list.id);
    form.hidden = false;

    function open(is) {
      panel.hidden = !is;
      field.setAttribute("aria-expanded", String(is && options.length > 0));
      if (!is) mark(-1);
    }
    function mark(at) {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = at;
      if (!options[at]) { field.removeAttribute("aria-activedescendant"); return; }
      options[at].setAttribute("aria-selected", "true");
      field.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    }
    function option(parent, page, anchor, kindOf) {
      var tag = piece(parent, "a", kindOf, "");
      tag.href = root + language + "/" + page.key + ".html" + (anchor ? "#" + anchor : "");
      tag.id = list.id + "-" + options.length;
      tag.tabIndex = -1;
      tag.setAttribute("role", "option");
      tag.setAttribute("aria-selected", "false");
      options.push(tag);
      return tag;
    }
    function showPage(page) {
      var group = piece(list, "div", "found-page", ""), main;
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", page.title);
      main = option(group, page, "", "");
      if (words.kinds[page.kind]) piece(main, "span", "found-kind", words.kinds[page.kind]);
      piece(main, "b", "", page.title);
      page.passages.forEach(function (passage) {
        var clause = option(group, page, passage.anchor, "clause");
        passage.parts.forEach(function (part) {
          if (part.hit) piece(clause, "mark", "", part.text); else clause.appendChild(document.createTextNode(part.text));
        });
      });
    }
    function showFilters(result) {
      var kinds = Object.keys(words.kinds).filter(function (one) { return result.kinds[one]; });
      filters.textContent = "";
      filters.hidden = !result.answered || !kind && (kinds.length < 2 || result.all <= 3);
      [["", words.every, result.all]].concat(kinds.map(function (one) { return [one, words.kinds[one], result.kinds[one]]; })).forEach(function (row) {
        var button = piece(filters, "button", "", row[1] + " · " + row[2]);
        button.type = "button";
        button.dataset.kind = row[0];
        button.setAttribute("aria-pressed", String(kind === row[0]));
      });
    }
    function showWhom(is) {
      var ask = words.ask, parts = words.whom.replace("{name}", ask.name).split("{contact}");
      var contact = ask.contacts[html.dataset.employerShown] || ask.contacts[""];
      whom.hidden = !is || !contact;
      whom.textContent = parts[0];
      if (whom.hidden) return;
      piece(whom, "a", "", contact[0]).href = contact[1];
      whom.appendChild(document.createTextNode(parts[1] || ""));
    }
    // A few pages at a time, so that a phone answers in between.
    function showRest(shown, from, turn) {
      list.setAttribute("aria-busy", String(from < shown.length));
      if (from >= shown.length) return;
      setTimeout(function () {
        if (turn !== asked) return;
        shown.slice(from, from + AT_ONCE).forEach(showPage);
        showRest(shown, from + AT_ONCE, turn);
      });
    }
    function show(result, question, turn) {
      var shown = result.answered ? result.found : result.found.slice(0, NEAREST);
      var chosen = options[active] && options[active].href;
      list.textContent = "";
      options = [];
      var none = words.none.replace("{query}", question) + (shown.length ? " " + words.nearest : "");
      status.textContent = result.answered ? words.results.replace("{count}", result.count) : none;
      showWhom(!result.answered);
      showFilters(result);
      shown.slice(0, AT_ONCE).forEach(showPage);
      showRest(shown, AT_ONCE, turn);
      more.hidden = !result.answered || result.count <= result.found.length;
      more.textContent = words.more.replace("{count}", result.count);
      panel.dataset.query = question;
      panel.dataset.answered = String(result.answered);
      open(true);
      active = -1;
      mark(options.findIndex(function (one) { return one.href === chosen; }));  // chosen while this answer was on its way
      if (hurried && result.answered) options[0].click();
      hurried = false;
    }
    function ask() {
      var question = field.value.trim(), turn = ++asked;
      clearTimeout(keeping);
      keeping = setTimeout(keep, SETTLED, question);
      if (!question) { hurried = false; open(false); return Promise.resolve(); }
      if (panel.hidden) { list.textContent = ""; options = []; status.textContent = words.running; filters.hidden = more.hidden = whom.hidden = true; open(true); }
      return load(words.weights).then(function (engine) { return engine(question, kind, most); }).then(function (result) {
        if (turn === asked && result) show(result, question, turn);
      }).catch(function () {
        if (turn === asked) { list.textContent = ""; options = []; status.textContent = words.failed; }
      });
    }
    function afresh() { kind = ""; most = FIRST; return ask(); }

    field.addEventListener("focus", function () { load(words.weights).catch(function () {}); });
    field.addEventListener("input", function () { clearTimeout(waiting); hurried = false; mark(-1); waiting = setTimeout(afresh, PAUSE); });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      clearTimeout(waiting);
      if (!panel.hidden && panel.dataset.query === field.value.trim() && options.length) {
        if (active >= 0 || panel.dataset.answered === "true") options[Math.max(active, 0)].click();
        return;
      }
      hurried = true;
      afresh();
    });
    field.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || event.isComposing) return;
      event.preventDefault();
      if (panel.hidden) { if (field.value.trim()) ask(); return; }
      if (options.length) mark(Math.max(-1, Math.min(active + step, options.length - 1)));
    });
    form.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || panel.hidden) return;
      event.preventDefault();  // the words stay; a second Escape clears them
      clearTimeout(keeping);
      keep("");
      open(false);
      field.focus();
    });
    form.addEventListener("focusout", function (event) {
      if (event.relatedTarget && !form.contains(event.relatedTarget)) open(false);
    });
    filters.addEventListener("click", function (event) {
      var button = event.target.closest("button");
      if (!button) return;
      kind = button.dataset.kind;
      most = FIRST;
      ask().then(function () { (filters.querySelector("[aria-pressed=true]") || field).focus(); });
    });
    more.addEventListener("click", function () {
      most = ALL;
      field.focus();
      ask();
    });
    list.addEventListener("click", function (event) {
      var link = event.target.closest("a");
      clearTimeout(keeping);
      keep(field.value.trim());
      if (link && link.href.split("#")[0] === location.href.split("#")[0]) open(false);
    });
    document.addEventListener("pointerdown", function (event) { if (!form.contains(event.target)) open(false); });
    return { field: field, ask: ask };
  }

  var boxes = Array.prototype.map.call(document.querySelectorAll("form.search"), setUp);
  if (!boxes.length) return;
  var before = new URL(location.href).searchParams.get("q");
  if (before) { boxes[0].field.value = before; boxes[0].ask(); }
  document.addEventListener("keydown", function (event) {
    var busy = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
    if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    boxes[0].field.focus();
    boxes[0].field.select();
  });
})();
