// Pagefind picks the pages that may answer, from an index of any size; the ranking is ours.
(function () {
  "use strict";
  var search = self.rolebookSearch, CANDIDATES = 32, IN_OTHER_WORDS = 35;

  // Pagefind keeps a page's words in one row, Chinese ones sign by sign, and where its ids stand among them.
  function page(data) {
    var spaced = data.raw_content.indexOf("\u200b") >= 0, words = data.raw_content.split(spaced ? "\u200b" : /\s+/);
    var starts = data.anchors.slice().sort(function (a, b) { return a.location - b.location; });
    var passages = starts.map(function (start, at) {
      var end = at + 1 < starts.length ? starts[at + 1].location : words.length;
      return [start.id === "_title" ? "" : start.id, joined(words.slice(start.location, end).join(spaced ? "" : " "))];
    }).filter(function (passage) { return passage[1] && passage[0] !== "_pairs"; });
    return { key: data.meta.key, kind: data.meta.kind, title: joined(data.meta.title), passages: passages };
  }
  function joined(text) {
    return text.replace(/\s+/g, " ").replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, "$1").trim().replace(/\.$/, "");  // Pagefind ends every block with one
  }
  function written(units) { return units.map(function (unit) { return unit.written; }).join(" "); }

  // What to ask Pagefind, and how much an answer counts: all the words; neighbours; each word; its stem; what says the same.
  function questions(asked, inSyllables) {
    var units = asked.units, found = [[written(units), 100]];
    units.forEach(function (unit, at) {
      var before = units[at - 1], short = unit.stem.length > 5 ? unit.stem.slice(0, -1) : unit.stem;
      if (before) found.push(['"' + before.written + " " + unit.written + '"', 60]);
      if (before && inSyllables) found.push([before.folded + unit.folded, 60]);
      if (units.length > 1) found.push([unit.written, 1]);
      if (!inSyllables && !unit.han && short.length > 3) found.push([short, 1]);
    });
    asked.concepts.forEach(function (concept) {
      concept.ways.slice(1, 9).forEach(function (way) { found.push([written(way.units), IN_OTHER_WORDS * way.like]); });
    });
    return found;
  }
  search.pagefind = function (root) {
    var address = new URL(root + "pagefind/", self.location.href).href;
    return import(address + "pagefind.js").then(function (engine) {
      return engine.init().then(function () {
        return function (asked, inSyllables) {
          var told = questions(asked, inSyllables);
          return Promise.all(told.map(function (one) { return engine.search(one[0]); })).then(function (found) {
            var known = new Map();
            found.forEach(function (one, at) {
              one.results.forEach(function (result) {
                var entry = known.get(result.id) || { result: result, score: 0 };
                entry.score += told[at][1] * (1 + result.score) / Math.log(2 + one.results.length);
                known.set(result.id, entry);
              });
            });
            var ranked = Array.from(known.values()).sort(function (a, b) { return b.score - a.score; }).slice(0, CANDIDATES);
            return Promise.all(ranked.map(function (one) { return one.result.data().then(page); }));
          });
        };
      });
    });
  };
})();
