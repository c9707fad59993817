// The one ranking of the site's search: which pages and clauses answer a question, and how surely.
// Pages are {key, kind, title, passages: [[anchor, text], …]}. What takes long is a generator, so that a slice of it ends in time.
(function () {
  "use strict";
  var search = self.rolebookSearch = self.rolebookSearch || {};
  var CLAUSES = 3, EXCERPT = 170, FEW = 20, IN_TITLE = 0.5, NEXT_TO = { together: 1, near: 0.55, partly: 0.35 };
  var ENOUGH = 0.5, NOWHERE = 1.5, UNTOLD = 0.4, OWN = 0.8, BESIDE = 7, LOWEST = 0.04;  // how much of a question an answer covers
  var eachUnit = search.eachUnit, folded = search.folded;

  function Index(language) {
    this.language = language;
    this.paired = language === "vi";
    this.pages = [];
    this.passages = [];
    this.entries = new Map();   // words as written: {written, folded, at}
    this.byFold = new Map();
    this.byStem = new Map();
    this.pairs = new Map();     // neighbours in Chinese and Vietnamese: the passages they are in
  }
  // Reads pages; `words` may be set later, stems are looked up when somebody asks.
  Index.prototype.read = function* (pages) {
    for (var number = 0; number < pages.length; number += 1) {
      var page = pages[number], from = this.passages.length;
      this.add(number, "", page.title, true, 0);
      for (var at = 0; at < page.passages.length; at += 1) {
        var place = page.kind === "glossary" ? 0 : at / page.passages.length, parts = chunks(page.passages[at][1]);
        for (var part = 0; part < parts.length; part += 1) this.add(number, page.passages[at][0], parts[part], false, place);
        yield;
      }
      this.pages.push({ key: page.key, kind: page.kind, title: page.title, from: from, to: this.passages.length });
    }
  };
  // Running text without addresses of its own is weighed a few sentences at a time, as clauses are.
  function chunks(text) {
    if (text.length < 400) return [text];
    var found = [""];
    (text.match(/[^.!?。！？]+[.!?。！？]*\s*/gu) || [text]).forEach(function (sentence) {
      if (found[found.length - 1].length + sentence.length > 300 && found[found.length - 1]) found.push("");
      found[found.length - 1] += sentence;
    });
    return found;
  }
  function post(map, key, at) {
    var found = map.get(key);
    if (!found) map.set(key, found = []);
    if (found[found.length - 1] !== at) found.push(at);
  }
  Index.prototype.add = function (page, anchor, text, title, place) {
    var self = this, at = this.passages.length, words = [], last = null;
    eachUnit(text, function (written) {
      var entry = self.entries.get(written);
      if (!entry) {
        self.entries.set(written, entry = { written: written, folded: folded(written), han: search.isHan(written), at: [] });
        if (!self.byFold.has(entry.folded)) self.byFold.set(entry.folded, []);
        self.byFold.get(entry.folded).push(entry);
      }
      if (entry.at[entry.at.length - 1] !== at) entry.at.push(at);
      if (last && (self.paired || last.han && entry.han)) post(self.pairs, last.folded + " " + entry.folded, at);
      words.push(last = entry);
    });
    this.passages.push({ page: page, anchor: anchor, text: text, title: title, place: place, words: words });
  };
  // What Words asks of a handbook.
  Index.prototype.has = function (fold) { return this.byFold.has(fold); };
  Index.prototype.hasWritten = function (written) { return this.entries.has(written); };
  Index.prototype.hasPair = function (pair) { return this.pairs.has(pair); };
  Index.prototype.countPair = function (pair) { return (this.pairs.get(pair) || []).length; };
  Index.prototype.words = function () { return this.byFold; };
  Index.prototype.count = function (fold) {
    return (this.byFold.get(fold) || []).reduce(function (sum, entry) { return sum + entry.at.length; }, 0);
  };
  Index.prototype.begins = function (start) {
    var sorted = this.sorted || (this.sorted = Array.from(this.byFold.keys()).sort()), low = 0, high = sorted.length;
    while (low < high) {
      var middle = (low + high) >> 1;
      if (sorted[middle] < start) low = middle + 1; else high = middle;
    }
    this.first = low;
    return low < sorted.length && sorted[low].indexOf(start) === 0;
  };
  Index.prototype.learn = function* (words) {
    var count = 0;
    this.known = words;
    this.kin = new Map();
    for (var fold of this.byFold.keys()) {
      post(this.byStem, words.stem(fold), fold);
      if (++count % 256 === 0) yield;
    }
    if (this.paired) return;
    for (var stem of this.byStem.keys()) if (stem.length >= 4) post(this.kin, stem.slice(0, 4), stem);
  };

  // The entries a unit means: entry → how much it is the word asked for.
  Index.prototype.meaning = function (unit, typing) {
    var self = this, found = new Map(), slip = unit.mended ? 0.85 : 1;
    function take(folds, like) {
      (folds || []).forEach(function (fold) {
        if (self.known.little.has(fold)) return;  // comida and cómo have one stem
        self.byFold.get(fold).forEach(function (entry) { if ((found.get(entry) || 0) < like) found.set(entry, like * slip); });
      });
    }
    (this.byFold.get(unit.folded) || []).forEach(function (entry) {
      found.set(entry, slip * (entry.written === unit.written ? 1 : self.paired && unit.marked ? 0.3 : 0.95));
    });
    if (unit.han) return found;
    if (!this.paired && unit.stem.length > 1) {
      take(this.byStem.get(unit.stem), unit.folded.length - unit.stem.length > 2 && !this.known.stems.has(unit.folded) ? 0.7 : 0.92);
      (this.kin.get(unit.stem.slice(0, 4)) || []).forEach(function (stem) { if (isKin(unit.stem, stem)) take(self.byStem.get(stem), 0.3); });
    }
    if ((typing || !this.paired && unit.folded.length >= 4) && unit.folded.length > 1 && this.begins(unit.folded)) {
      for (var at = this.first; at < this.sorted.length && this.sorted[at].indexOf(unit.folded) === 0; at += 1) {
        if (typing || this.sorted[at].length - unit.folded.length <= 5) take([this.sorted[at]], 0.4);
      }
    }
    return found;
  };
  // Words of one family: most of both is the same beginning (пересмотр, пересматривает; unlawful, law is not).
  function isKin(one, other) {
    var same = 0, most = Math.min(one.length, other.length);
    while (same < most && one[same] === other[same]) same += 1;
    return same >= 4 && same >= 0.7 * Math.max(one.length, other.length);
  }
  function isRow(words, meanings) {
    for (var at = 0; at + meanings.length <= words.length; at += 1) {
      if (meanings.every(function (meaning, step) { return (meaning.get(words[at + step]) || 0) > 0.3; })) return true;
    }
    return false;
  }
  // Notes where a way to say a thing is found: how much each passage is about it (`like`), and how surely (`sure`).
  Index.prototype.note = function (concept, way) {
    var like = concept.like, sure = concept.sure, self = this;
    function put(at, how) {
      if (like[at] < how * way.like) like[at] = how * way.like;
      if (sure[at] < how * way.sure) sure[at] = how * way.sure;
    }
    if (way.meanings.length === 1) {
      way.meanings[0].forEach(function (one, entry) {
        entry.at.forEach(function (at) {
          put(at, one);
          if (one > 0.8 && sure[at] < way.sure) sure[at] = way.sure;  // any form of the word
        });
      });
      return;
    }
    this.together(way, way === concept.ways[0] && !concept.pair).forEach(function (how, at) { if (!concept.pair || how > NEXT_TO.near) put(at, how); });
  };
  // Where words of a phrase are: in a row, in one passage, or, for the phrase that was asked, some of them.
  Index.prototype.together = function (way, partly) {
    var self = this, found = new Map(), size = way.meanings.length;
    way.meanings.forEach(function (meaning, step) {
      meaning.forEach(function (like, entry) {
        entry.at.forEach(function (at) {
          var here = found.get(at);
          if (!here) { if (step && !partly) return; found.set(at, here = new Float32Array(size)); }
          if (here[step] < like) here[step] = like;
        });
      });
    });
    found.forEach(function (here, at) {
      var words = here.reduce(function (sum, one) { return sum + (one > 0 ? 1 : 0); }, 0);
      var like = here.reduce(function (sum, one) { return sum + one; }, 0) / size;
      if (words < size && (!partly || words / size < 0.3)) found.delete(at);
      else found.set(at, like * (words < size ? NEXT_TO.partly : isRow(self.passages[at].words, way.meanings) ? NEXT_TO.together : NEXT_TO.near));
    });
    return found;
  };
  // Fills in, for each thing asked for, how much each passage speaks of it, and how much the thing tells.
  Index.prototype.weigh = function* (asked) {
    var size = this.passages.length, last = asked.units[asked.units.length - 1], self = this;
    function meaning(unit) { return self.meaning(unit, unit === last); }
    for (var number = 0; number < asked.concepts.length; number += 1) {
      var concept = asked.concepts[number], spoken = 0;
      concept.like = new Float32Array(size);
      concept.sure = new Float32Array(size);
      for (var step = 0; step < concept.ways.length; step += 1) {
        var way = concept.ways[step];
        way.meanings = way.units.map(meaning);
        yield;
        this.note(concept, way);
        yield;
      }
      for (var at = 0; at < size; at += 1) if (concept.like[at] >= 0.25) spoken += 1;
      concept.weight = Math.log(1 + size / (spoken + FEW));
    }
  };
  // The pages that speak of a question, the best first, and whether the handbook answers it.
  Index.prototype.search = function* (question) {
    var asked = this.known.asked(question), found = [], self = this;
    yield* this.weigh(asked);
    asked.total = asked.concepts.reduce(function (sum, one) { return sum + one.weight; }, 0);
    asked.said = asked.units.map(function (unit) { return self.meaning(unit, false); });
    asked.opening = new Set();
    asked.concepts.forEach(function (concept) {
      concept.ways.forEach(function (way) {
        if (way.like > 0.3) way.meanings.forEach(function (meaning) { meaning.forEach(function (like, entry) { if (like > 0.3) asked.opening.add(entry); }); });
      });
    });
    for (var number = 0; number < this.pages.length; number += 1) {
      var page = yield* this.scored(number, asked);
      if (page) found.push(page);
    }
    found.sort(function (a, b) { return b.score - a.score || a.number - b.number; });
    var twins = [], first = found.filter(this.unlike(twins)).concat(twins);
    first = first.filter(function (one) { return one.score >= LOWEST * first[0].score; });
    return { asked: asked, pages: first, answered: first.length > 0 && this.sureness(first.slice(0, 3), asked) >= ENOUGH };
  };
  function squared(sum, total) { return (sum / total) * (sum / total); }
  // A page is as good as its title and its best clause, and better when it speaks of everything that was asked.
  Index.prototype.scored = function* (number, asked) {
    var page = this.pages[number], concepts = asked.concepts, best = concepts.map(function () { return 0; }), clauses = [];
    var title = 0, opened = false, kind = (this.weights[page.kind] || 1), any = false;
    for (var at = page.from; at < page.to; at += 1) {
      var passage = this.passages[at], sum = 0, hit = false, all = true;
      if (at % 32 === 0) yield;
      for (var one = 0; one < concepts.length; one += 1) {
        var like = concepts[one].like[at], weight = concepts[one].weight;
        if (like) hit = true; else all = false;
        best[one] = Math.max(best[one], like * weight);
        sum += weight * Math.max(like, passage.title ? 0 : IN_TITLE * concepts[one].like[page.from]);
      }
      if (!hit) continue;
      any = true;
      var score = sum * squared(sum, asked.total) * (0.9 + 0.12 / (1 + passage.words.length / 24));
      if (all && asked.units.length > 1 && isRow(passage.words, asked.said)) score *= 2;
      if (this.opens(passage, asked)) {
        score *= passage.title ? (passage.words.length === asked.units.length ? 2.8 : 2.2) : opened ? 1.2 : 2.3;  // later ones refer back
        opened = opened || !passage.title;
      }
      if (passage.title) title = 2 * score;
      else clauses.push({ at: at, score: score * (1 - 0.4 * passage.place) });
    }
    if (!any) return null;
    clauses.sort(function (a, b) { return b.score - a.score || a.at - b.at; });
    var others = clauses.slice(1, 6).reduce(function (sum, clause) { return sum + clause.score; }, 0), top = clauses.length ? clauses[0].score : 0;
    var whole = squared(best.reduce(function (sum, value) { return sum + value; }, 0), asked.total);
    return { number: number, clauses: clauses, named: title > 0, score: kind * (title + top + 0.06 * others) * (0.3 + 0.7 * whole) };
  };
  // A clause that opens with what was asked is about it: terms of the glossary, headed clauses, titles.
  Index.prototype.opens = function (passage, asked) {
    var opening = passage.opening || (passage.opening = passage.words.filter(function (entry) { return !/^\d+$/.test(entry.written); }).slice(0, 12));
    var most = Math.min(asked.units.length, 12);
    return opening.length > 0 && opening.slice(0, most).every(function (entry) { return asked.opening.has(entry); });
  };
  // How much of what was asked the best clause of the best pages covers, with its page's title. What is found nowhere counts
  // more, for that is mostly what the question is about; a question for a number is answered by a clause that puts one to it.
  Index.prototype.sureness = function (found, asked) {
    var self = this, total = 0, weights = asked.concepts.map(function (concept) {
      var weight = concept.weight * (concept.sure.some(function (sure) { return sure >= 0.5; }) ? 1 : NOWHERE);
      total += weight;
      return weight;
    });
    function sum(at) {
      return weights.reduce(function (all, weight, number) { return all + weight * at(asked.concepts[number].sure); }, 0);
    }
    return found.reduce(function (best, one) {
      var page = self.pages[one.number], top = 0, told = asked.number ? UNTOLD : 1;
      one.clauses.slice(0, 5).concat({ at: page.from }).forEach(function (clause) {
        var here = sum(function (sure) { return Math.max(sure[clause.at], 0.8 * sure[page.from]); });
        if (asked.number && self.counts(self.passages[clause.at].text, asked)) told = 1;
        else if (asked.number) here *= UNTOLD;
        top = Math.max(top, here);
      });
      var whole = sum(function (sure) { return Math.max.apply(null, sure.subarray(page.from, page.to)); });
      return Math.max(best, (0.7 * top + 0.3 * told * whole) / total);
    }, 0);
  };
  // Whether a number stands beside what was asked for, in one part of a sentence: an article cited behind it is no answer.
  Index.prototype.counts = function (text, asked) {
    var self = this;
    return text.split(/[,;:.!?](?=\s)|[()（），；：、。·]/u).some(function (part) {
      var words = [], numbers = [], near = BESIDE;
      eachUnit(part, function (written) {
        if (/\p{N}/u.test(written)) numbers.push(words.length);
        words.push(self.entries.get(written));
      });
      if (words.length && search.isHan(words[0].written)) near *= 2;
      function said(meaning) {
        return words.some(function (word, at) {
          return (meaning.get(word) || 0) > 0.5 && numbers.some(function (number) { return Math.abs(number - at) <= near; });
        });
      }
      return numbers.length > 0 && asked.concepts.some(function (concept) {
        return concept.ways.some(function (way) { return way.like >= OWN && way.meanings.every(said); });
      });
    });
  };
  // Roles share clauses word for word: pages whose best clause is on a better page already stand behind the others.
  Index.prototype.unlike = function (twins) {
    var self = this, seen = {};
    return function (one) {
      var text = one.clauses.length && !one.named ? self.passages[one.clauses[0].at].text : "";
      if (!text || !seen[text]) return (seen[text] = true);
      twins.push(one);
      return false;
    };
  };

  // A page as the box shows it: its title and up to three clauses around what was found there.
  Index.prototype.shown = function (one, asked) {
    var self = this, page = this.pages[one.number], seen = {}, marks = this.marks(asked);
    var clauses = one.clauses.filter(function (clause) {
      var anchor = self.passages[clause.at].anchor;
      if (seen[anchor] || clause.score < 0.1 * one.clauses[0].score) return false;
      return (seen[anchor] = true);
    }).slice(0, CLAUSES).map(function (clause) {
      var passage = self.passages[clause.at];
      return { anchor: passage.anchor, parts: excerpt(passage, marks) };
    });
    return { key: page.key, kind: page.kind, title: page.title, passages: clauses };
  };
  // Rows of words to mark; signs and syllables only beside their neighbours, unless they were asked for alone.
  Index.prototype.marks = function (asked) {
    var self = this, rows = [];
    asked.concepts.forEach(function (concept) {
      concept.ways.forEach(function (way) {
        if (way.like < 0.3) return;
        rows.push(way.meanings);
        if (way.units.length > 1 && !way.units[0].han && !self.paired) {
          way.meanings.forEach(function (meaning, at) { if (way.units[at].folded.length > 3) rows.push([meaning]); });
        }
      });
    });
    return rows;
  };
  // The passage around its first hit, cut at words, with the hits apart.
  function excerpt(passage, rows) {
    var text = passage.text, spans = [], hits = [];
    eachUnit(text, function (_, from, to) { spans.push([from, to]); });
    for (var word = 0; word < spans.length; word += 1) {
      rows.forEach(function (row) {
        if (word + row.length > spans.length) return;
        if (row.every(function (meaning, step) { return (meaning.get(passage.words[word + step]) || 0) > 0.3; })) {
          hits.push([spans[word][0], spans[word + row.length - 1][1]]);
        }
      });
    }
    hits.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    var from = hits.length && hits[0][0] > EXCERPT / 2 ? hits[0][0] - EXCERPT / 3 : 0, to = Math.min(text.length, from + EXCERPT);
    from = from && text.indexOf(" ", from) >= 0 && text.indexOf(" ", from) < hits[0][0] ? text.indexOf(" ", from) + 1 : Math.floor(from);
    if (to < text.length && text.lastIndexOf(" ", to) > from + EXCERPT / 2) to = text.lastIndexOf(" ", to);
    var parts = from ? [{ text: "… " }] : [], at = from;
    hits.forEach(function (hit) {
      if (hit[1] <= at || hit[0] >= to) return;
      var start = Math.max(hit[0], at), end = Math.min(hit[1], to);
      if (start > at) parts.push({ text: text.slice(at, start) });
      parts.push({ text: text.slice(start, end), hit: true });
      at = end;
    });
    if (at < to) parts.push({ text: text.slice(at, to) });
    if (to < text.length) parts.push({ text: " …" });
    return parts;
  }

  search.Index = Index;
})();
