// What is asked: a question, mended and cut into the things it asks for, in words that the handbook or its language knows.
// Runs in a Worker, or in a page that was opened from a disk.
(function () {
  "use strict";
  var search = self.rolebookSearch = self.rolebookSearch || {};
  var WORD = /[\p{L}\p{M}\p{N}]+/gu, HAN = /\p{Script=Han}/u, RUNS = /\p{Script=Han}|[^\p{Script=Han}]+/gu;
  var ENDING = 4, SHORT = 3, SLIPS = { 4: 1, 8: 2 };  // letters left after a stem; words too short for stems; slips from a length
  var ASKED = { like: 1, sure: 1 }, SAME = { like: 0.6, sure: 0.85 }, NEAR = { like: 0.3, sure: 0.2 };
  var folds = new Map();

  function folded(word) {
    var known = folds.get(word);
    if (known === undefined) {
      known = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/ß/g, "ss").replace(/iz(e|i|a)/g, "is$1");
      folds.set(word, known);
    }
    return known;
  }
  // Calls back for each word of a text, and for each sign of scripts without spaces: as written in small letters, from, to.
  function eachUnit(text, use) {
    var word, run;
    WORD.lastIndex = 0;
    while ((word = WORD.exec(text))) {
      if (!HAN.test(word[0])) { use(word[0].normalize("NFKC").toLowerCase(), word.index, word.index + word[0].length); continue; }
      RUNS.lastIndex = 0;
      while ((run = RUNS.exec(word[0]))) {
        use(run[0].normalize("NFKC").toLowerCase(), word.index + run.index, word.index + run.index + run[0].length);
      }
    }
  }
  // Slips between two words: letters left out, put in, exchanged, or turned around. More than `most` are not counted.
  function slips(one, other, most) {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    var before, row = [], last, i, j, least;
    for (j = 0; j <= other.length; j += 1) row[j] = j;
    for (i = 1; i <= one.length; i += 1) {
      before = last; last = row; row = [i]; least = i;
      for (j = 1; j <= other.length; j += 1) {
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (before && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1);
        least = Math.min(least, row[j]);
      }
      if (least > most) return most + 1;
    }
    return row[other.length];
  }

  // `told`: what the language says (stems, synonyms, related, little, numbers, layouts, sounds). `handbook` knows which words and pairs
  // of neighbours occur: {has, count, hasPair, words}.
  function Words(language, handbook) {
    this.paired = language === "vi";  // a word is often several syllables, and each alone is in every text
    this.handbook = handbook;
    this.stems = new Map();
    this.roots = new Set();
    this.listed = new Set();
    this.little = new Set();
    this.pairs = new Set();
    this.phrases = new Map();
    this.layouts = [];
    this.sounds = new Map();
  }
  Words.prototype.read = function* (told) {
    var rows = (told.stems || "").split("\n"), lists = { same: told.synonyms, near: told.related, little: told.little, number: told.numbers };
    for (var row = 0; row < rows.length; row += 1) {
      if (rows[row]) this.family(rows[row].split(" "));
      if (row % 256 === 0) yield;
    }
    for (var kind in lists) {
      for (var group of lists[kind] || []) {
        this.list(Array.isArray(group) ? group : [group], kind);
        yield;
      }
    }
    for (var signs of (told.sounds || "").split(" ")) this.sound(signs);
    this.layouts = told.layouts || [];
    this.phrases.forEach(function (all) { all.sort(function (a, b) { return b.units.length - a.units.length; }); });
  };
  // A stem and its words; `=` is the stem itself as a word, and a stem without words is one.
  Words.prototype.family = function (words) {
    var stem = words[0], self = this;
    this.roots.add(stem);
    (words.length > 1 ? words.slice(1) : words).forEach(function (word) { self.stems.set(word === "=" ? stem : word, stem); });
  };
  Words.prototype.sound = function (row) {
    var sound = row.match(/^[a-z]*/)[0], self = this;
    Array.from(row.slice(sound.length)).forEach(function (sign) { self.sounds.set(sign, sound); });
  };
  Words.prototype.stem = function (word) {
    var known = this.stems.get(word), length, least = Math.max(SHORT, word.length - ENDING);
    if (known !== undefined) return known;
    for (length = word.length; length >= least; length -= 1) if (this.roots.has(word.slice(0, length))) return word.slice(0, length);
    return word;
  };
  Words.prototype.units = function (text) {
    var found = [], self = this;
    eachUnit(text, function (written) { found.push(self.unit(written)); });
    return found;
  };
  Words.prototype.unit = function (written) {
    var fold = folded(written);
    return { written: written, folded: fold, stem: this.stem(fold), han: HAN.test(written), marked: written.normalize("NFD") !== fold };
  };
  Words.prototype.key = function (unit) { return this.paired || unit.folded.length <= SHORT ? unit.folded : unit.stem; };
  Words.prototype.list = function (group, kind) {
    var self = this, all = group.map(function (phrase) { return self.units(phrase); }).filter(function (units) { return units.length; });
    all.forEach(function (units) {
      var first = self.key(units[0]), listed = self.phrases.get(first), others = all.filter(function (one) { return one !== units; });
      if (!listed) self.phrases.set(first, listed = []);
      listed.push({ units: units, kind: kind, others: others });
      if (!others.length && units.length === 1) self.little.add(units[0].folded);
      units.forEach(function (unit, at) {
        self.listed.add(unit.folded);
        if (at) self.pairs.add(units[at - 1].folded + " " + unit.folded);
      });
    });
  };
  // Whether a unit of the question is that of a listed phrase; without tone marks where somebody typed none.
  Words.prototype.isSame = function (asked, listed, alone) {
    if (!this.paired || asked.han) return this.key(asked) === this.key(listed);
    if (asked.folded !== listed.folded) return false;
    return !asked.marked || asked.written === listed.written || !alone && !this.handbook.hasWritten(asked.written);
  };
  Words.prototype.isKnown = function (unit) { return this.handbook.has(unit.folded) || this.listed.has(unit.folded) || this.stems.has(unit.folded); };
  Words.prototype.isPair = function (one, other) {
    var pair = one.folded + " " + other.folded;
    return this.handbook.hasPair(pair) || this.pairs.has(pair);
  };
  Words.prototype.often = function (one, other) {
    var pair = one + " " + other;
    return this.handbook.countPair(pair) + (this.pairs.has(pair) ? 1 : 0);
  };
  // The same of a guess: with a neighbour that has its pair without it, only what a list says.
  Words.prototype.isLikelyPair = function (one, other, neighbour, beyond) {
    var pair = one.folded + " " + other.folded, paired = beyond && beyond.han && (neighbour === one ? this.isPair(beyond, one) : this.isPair(other, beyond));
    return this.pairs.has(pair) || !paired && this.handbook.hasPair(pair);
  };

  // A question typed on the other keyboard layout, when that makes it known words.
  Words.prototype.retyped = function (question) {
    var self = this, low = question.toLowerCase(), best = question, most = 0;
    function known(text) {
      var units = self.units(text);
      return units.filter(function (unit) { return self.isKnown(unit) || self.roots.has(unit.stem); }).length / (units.length || 1);
    }
    if (!this.layouts.length || known(question) >= 0.5) return question;
    this.layouts.forEach(function (layout) {
      [[layout[0], layout[1]], [layout[1], layout[0]]].forEach(function (way) {
        var text = Array.from(low, function (sign) {
          var at = way[0].indexOf(sign);
          return at < 0 ? sign : way[1][at];
        }).join(""), share = text === low ? 0 : known(text);
        if (share >= 0.5 && share > most) { best = text; most = share; }
      });
    });
    return best;
  };
  // Each word that nobody knows becomes the known one it was meant for, if there is one.
  Words.prototype.mended = function (units) {
    var self = this;
    return units.map(function (unit, at) {
      if (unit.han) return self.mendedSign(units, at);
      if (self.isKnown(unit) || /^\p{N}+$/u.test(unit.folded)) return unit;
      var meant = self.paired ? self.meantSyllable(units, at) : self.meant(unit, at === units.length - 1);
      return meant ? Object.assign(self.unit(meant), { mended: true, marked: false }) : unit;
    });
  };
  Words.prototype.meant = function (unit, last) {
    var word = unit.folded, left = this.roots.has(unit.stem) ? word.length - unit.stem.length : ENDING + 1;
    if (left <= 2) return "";
    var nearest = this.nearest(word, word.length >= 5 ? 1 : 0);
    if (nearest || left <= ENDING || this.begins(word, last)) return nearest;
    return this.nearest(word, word.length >= 8 ? SLIPS[8] : word.length >= 4 ? SLIPS[4] : 0);
  };
  Words.prototype.begins = function (word, last) {
    return word.length >= (last ? 2 : 4) && this.handbook.begins(word);
  };
  Words.prototype.nearest = function (word, most) {
    var self = this, best = "", least = most + 1, count = -1;
    function weigh(other) {
      if (other.length < 4 || HAN.test(other) || word.length < 6 && other[0] !== word[0]) return;
      var found = slips(word, other, Math.min(most, least)), often;
      if (found > most || found > least) return;
      often = self.handbook.count(other) + (other[0] === word[0] ? 1000 : 0);
      if (found < least || often > count) { best = other; least = found; count = often; }
    }
    if (!most) return "";
    if (this.stems.size) this.stems.forEach(function (_, other) { weigh(other); });
    else { this.listed.forEach(weigh); this.handbook.words().forEach(weigh); }
    return best;
  };
  // A syllable is known by its neighbour.
  Words.prototype.meantSyllable = function (units, at) {
    var self = this, before = units[at - 1], after = units[at + 1], word = units[at].folded, best = "", most = 0;
    function fits(other) {
      if (other[0] !== word[0] || slips(word, other, 1) > 1) return;
      var often = Math.max(before ? self.often(before.folded, other) : 0, after ? self.often(other, after.folded) : 0);
      if (often > most) { best = other; most = often; }
    }
    if (word.length < 3) return "";
    this.listed.forEach(fits);
    this.handbook.words().forEach(fits);
    return best;
  };
  // A sign that no neighbour knows is another one of the same sound, or stands on the wrong side of its neighbour.
  Words.prototype.mendedSign = function (units, at) {
    var self = this, before = units[at - 1], unit = units[at], after = units[at + 1], found = null;
    function knows(sign) {
      return before && before.han && self.isLikelyPair(before, sign, before, units[at - 2]) || after && after.han && self.isLikelyPair(sign, after, after, units[at + 2]);
    }
    if (before && before.han && this.isPair(before, unit) || after && after.han && this.isPair(unit, after)) return unit;
    if (after && after.han && self.isPair(after, unit)) { units[at + 1] = unit; return after; }
    var sound = this.sounds.get(unit.written);
    if (sound) this.sounds.forEach(function (other, sign) {
      if (!found && other === sound && sign !== unit.written && knows({ folded: sign })) found = sign;
    });
    return found ? Object.assign(this.unit(found), { mended: true }) : unit;
  };

  // What a question asks for: [{units, little, ways: [{units, like, sure}]}], listed phrases first, the longest that fit.
  Words.prototype.asked = function (question) {
    var units = this.mended(this.units(this.retyped(question))), found = [], loose = [], at = 0, self = this;
    function flush() { found = found.concat(self.loosely(loose)); loose = []; }
    while (at < units.length) {
      var phrases = this.listedAt(units, at);
      if (!phrases.length) { loose.push(units[at]); at += 1; continue; }
      flush();
      found.push(this.concept(units.slice(at, at + phrases[0].units.length), phrases));
      at += phrases[0].units.length;
    }
    flush();
    var number = found.some(function (one) { return one.number; }), telling = found.filter(function (one) { return !one.little; });
    return { units: units, concepts: telling.length ? telling : found, number: number };
  };
  Words.prototype.listedAt = function (units, at) {
    var self = this, fitting = (this.phrases.get(this.key(units[at])) || []).filter(function (phrase) {
      var alone = phrase.units.length === 1;
      return at + phrase.units.length <= units.length
        && phrase.units.every(function (unit, step) { return self.isSame(units[at + step], unit, alone); });
    });
    fitting = fitting.filter(function (phrase) { return phrase.units.length === fitting[0].units.length; });
    var literal = fitting.filter(function (phrase) {  // cómo is no comida, though Snowball's stem of both is com
      return phrase.units.every(function (unit, step) { return units[at + step].folded === unit.folded; });
    });
    return literal.length ? literal : fitting;
  };
  Words.prototype.concept = function (units, phrases) {
    var ways = [{ units: units, like: ASKED.like, sure: ASKED.sure }], seen = {}, told = phrases.filter(function (phrase) { return phrase.others.length; });
    told.sort(function (a, b) { return (a.kind === "near") - (b.kind === "near"); }).forEach(function (phrase) {
      var how = phrase.kind === "same" ? SAME : NEAR;
      phrase.others.forEach(function (other) {
        var key = other.map(function (unit) { return unit.written; }).join(" ");
        if (!seen[key]) ways.push({ units: other, like: how.like, sure: how.sure });
        seen[key] = true;
      });
    });
    var number = phrases.some(function (phrase) { return phrase.kind === "number"; });
    return { units: units, little: !told.length, number: number, ways: ways };
  };
  // Words that no list has: each by itself; in scripts and languages where neighbours make a word, pairs of them.
  Words.prototype.loosely = function (units) {
    var self = this, found = [];
    function alone(unit, how) { return { units: [unit], little: false, ways: [{ units: [unit], like: how.like, sure: how.sure }] }; }
    units.forEach(function (unit, at) {
      var before = units[at - 1], after = units[at + 1], inPair = [before && self.isPair(before, unit), after && self.isPair(unit, after)];
      if (!unit.han) found.push(alone(unit, ASKED));
      else if (!(before && before.han || after && after.han)) found.push(alone(unit, ASKED));
      else if (!inPair[0] && !inPair[1]) found.push(alone(unit, NEAR));
      if (!unit.han && !self.paired) return;
      if (!after || after.han !== unit.han) return;
      var beyond = units[at + 2], covered = inPair[0] && beyond && self.isPair(after, beyond);
      if (inPair[1] || !covered) {
        found.push({ units: [unit, after], pair: true, little: false, ways: [{ units: [unit, after], like: ASKED.like, sure: ASKED.sure }] });
      }
    });
    return found;
  };

  search.Words = Words;
  search.folded = folded;
  search.eachUnit = eachUnit;
  search.isHan = function (text) { return HAN.test(text); };
})();
