// Runs the search: in a Worker, or slice by slice in a page that was opened from a disk, where there are no Workers.
// A newer question ends an older one; nothing here keeps a page from answering its reader.
(function () {
  "use strict";
  var search = self.rolebookSearch = self.rolebookSearch || {}, SLICE = 8;  // milliseconds
  var channel = new MessageChannel(), breaths = [];
  channel.port1.onmessage = function () { breaths.shift()(); };
  function breath() {
    return new Promise(function (done) { breaths.push(done); channel.port2.postMessage(0); });
  }
  // What the steps return; null when there is a newer question.
  function run(steps, isStale) {
    var until = performance.now() + SLICE, step;
    do { step = steps.next(); } while (!step.done && performance.now() < until);
    if (step.done) return Promise.resolve(step.value);
    return breath().then(function () { return isStale() ? null : run(steps, isStale); });
  }
  function never() { return false; }

  // Opens the search of a language: {root, language, weights, kind, script}, where `script` loads one by its path.
  search.open = function (options) {
    var base = options.language.split("-")[0].toLowerCase(), latest = 0;
    function* read(pages, words, told) {
      var index = new search.Index(base);
      index.weights = options.weights;
      words.handbook = index;
      yield* index.read(pages);
      if (told) yield* words.read(told);
      yield* index.learn(words);
      return index;
    }
    function load(path) {
      var told = {};
      self.rolebookPages = function (rows) { told.pages = rows; };
      self.rolebookWords = function (words) { told.words = words; };
      return options.script(path).then(function () { return told; });
    }
    function small() {
      return load("search/" + options.language + ".js").then(function (told) {
        var pages = told.pages.map(function (row) { return { key: row[0], kind: row[1], title: row[2], passages: row[3] }; });
        return run(read(pages, new search.Words(base), told.words), never).then(function (index) {
          return function () { return Promise.resolve(index); };
        });
      });
    }
    function large() {
      return options.script("js/search-pagefind.js").then(function () {
        return Promise.all([search.pagefind(options.root), load("search/" + options.language + ".words.js")]);
      }).then(function (both) {
        var words = new search.Words(base, new search.Index(base));
        return run(words.read(both[1].words), never).then(function () {
          return function (question) {
            words.handbook = new search.Index(base);
            return both[0](words.asked(question), base === "vi").then(function (pages) { return run(read(pages, words), never); });
          };
        });
      }).catch(small);
    }
    function* answer(index, question, kind, most) {
      var result = yield* index.search(question), kinds = {}, found = [];
      result.pages.forEach(function (one) { var of = index.pages[one.number].kind; kinds[of] = (kinds[of] || 0) + 1; });
      var wanted = result.pages.filter(function (one) { return !kind || index.pages[one.number].kind === kind; });
      for (var at = 0; at < wanted.length && at < most; at += 1) {
        found.push(index.shown(wanted[at], result.asked));
        yield;
      }
      return { found: found, count: wanted.length, all: result.pages.length, kinds: kinds, answered: result.answered };
    }
    return Promise.resolve().then(function () { return options.script("js/search-words.js"); })
      .then(function () { return options.script("js/search-engine.js"); })
      .then(options.kind === "pagefind" ? large : small)
      .then(function (indexFor) {
        return function (question, kind, most) {
          var turn = latest += 1;
          function isStale() { return turn !== latest; }
          return indexFor(question).then(function (index) { return isStale() ? null : run(answer(index, question, kind, most), isStale); });
        };
      });
  };

  if (typeof document !== "undefined") return;
  var opened = null;
  self.onmessage = function (event) {
    var told = event.data;
    if (told.options) {
      told.options.script = function (path) { self.importScripts(told.options.root + path); return Promise.resolve(); };
      opened = search.open(told.options);
      opened.then(function () { self.postMessage({ open: true }); }, function (error) { self.postMessage({ failed: String(error) }); });
      return;
    }
    opened.then(function (ask) { return ask(told.question, told.kind, told.most); })
      .then(function (result) { self.postMessage({ turn: told.turn, result: result }); })
      .catch(function (error) { self.postMessage({ turn: told.turn, failed: String(error) }); });
  };
})();
