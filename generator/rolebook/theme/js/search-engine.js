// Two engines, one ranking. Pagefind picks candidates from an index of any size; the small one takes every page.
// Both hand pages as {key, kind, title, passages: [[anchor, text], …]} to the same index of words.
(function () {
  "use strict";
  var SHOWN = 10, CLAUSES = 3, CANDIDATES = 32, EXCERPT = 170, OTHERS = 32, IN_OTHER_WORDS = 0.35, LITTLE = 0.1, IN_TITLE = 0.5;
  var WORD = /[\p{L}\p{M}\p{N}]+/gu, HAN = /\p{Script=Han}/u, RUNS = /\p{Script=Han}+|[^\p{Script=Han}]+/gu;

  function folded(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/ß/g, "ss").replace(/iz(e|i|a)/g, "is$1");
  }

  // Light stems of folded words: what inflection leaves. Ends are tried from the longest; the rest keeps three letters.
  var ENDS = {
    en: "ations ation als al ings ments ment ing ies ied ers ed er es ly s y e".split(" "),
    es: ("aciones amientos imientos uciones iciones siones amiento imiento acion icion ucion sion ciones cion mente adores ador"
      + " adoras adora ados adas ado ada idos idas ido ida ando iendo aron ieron ar er ir arse erse irse arme erme irme arnos ernos irnos"
      + " arle erle irle arlo erlo irlo an en es as os a e o s")
      .split(" "),
    ru: ("ированиями ирование ированию ирования овавшись ованиями ованием ования ованию ование овать евать ировать ениями ением ения"
      + " ению ении ении ение аниями анием ания анию ании ание ться тись аться иться ать ять ить еть уть ировал овал ывать ивать"
      + " иями ями ами ого его ому ему ыми ими остью ости ость иях ях ах иям ям ам ием ем ом ов ев еи ие ии ия ию ыи ои ая яя ое ее"
      + " ые их ых им ым ую юю ют ут ят ат ет ит ешь ишь ал ил ел ла ло ли л а я о е ы и у ю ь").split(" "),
  };
  Object.keys(ENDS).forEach(function (tag) { ENDS[tag].sort(function (a, b) { return b.length - a.length; }); });
  // Russian drops a vowel where an end follows: подарок, подарки.
  function bare(word, language) { return language === "ru" ? word.replace(/(.{2}[^аеиоуыэюя])[ое]([кц])$/u, "$1$2") : word; }
  function stem(word, language) {
    var ends = ENDS[language] || [];
    for (var i = 0; i < ends.length; i += 1) {
      var left = word.length - ends[i].length;
      if (left >= 3 && word.endsWith(ends[i])) return bare(word.slice(0, left), language);
    }
    return bare(word, language);
  }

  // The words of a text: [as written, folded]; scripts without spaces give their signs and pairs of signs.
  function tokens(text) {
    var found = [];
    (text.normalize("NFKC").match(WORD) || []).forEach(function (word) {
      (word.match(RUNS) || []).forEach(function (run) {
        if (!HAN.test(run)) { found.push([run.toLowerCase(), folded(run)]); return; }
        var signs = Array.from(run);
        for (var i = 0; i < signs.length; i += 1) {
          if (i + 1 < signs.length) found.push([signs[i] + signs[i + 1], signs[i] + signs[i + 1]]);
          if (signs.length === 1 || i + 1 === signs.length) found.push([signs[i], signs[i]]);
        }
      });
    });
    return found;
  }
  // The same of a passage or title, remembered: each query reads the same passages again, and most of a search is that.
  var MOST_READ = 20000, texts = new Map();
  function read(text, language) {
    var known = texts.get(text);
    if (!known) {
      if (texts.size >= MOST_READ) texts.clear();
      texts.set(text, known = { words: tokens(text), language: language });
    }
    return known;
  }
  function spaced(words) { return " " + words.join(" ") + " "; }
  function roots(known) {
    return known.roots || (known.roots = spaced(known.words.map(function (pair) { return stem(pair[1], known.language); })));
  }
  function written(known) { return known.written || (known.written = spaced(known.words.map(first))); }
  function terms(query, language) {
    var found = tokens(query), seen = {}, han = found.some(function (one) { return HAN.test(one[1]); });
    return found.filter(function (one, at) {
      var single = HAN.test(one[1]) && Array.from(one[1]).length === 1 && found.length > 1 && han && at > 0;
      if (single || seen[one[0]]) return false;
      return (seen[one[0]] = true);
    }).map(function (one) {
      return { written: one[0], folded: one[1], stem: stem(one[1], language), marked: one[0].normalize("NFD") !== one[1] };
    });
  }

  // The query, and after it what says the same in other words: one of them replaced, then another one, too.
  // `groups`: words and phrases of one meaning.
  function sayings(query, groups, language) {
    var whole = (query.normalize("NFKC").match(WORD) || []).join(" "), found = [whole];
    function same(asked, listed) {
      if (language === "vi") return listed.toLowerCase() === asked.toLowerCase() || folded(asked) === asked && folded(listed) === asked;
      var one = folded(listed), other = folded(asked);  // of short words, off and offer, a stem is too little
      return one === other || Math.min(one.length, other.length) > 3 && stem(one, language) === stem(other, language);
    }
    function instead(text, phrase, other) {
      if (HAN.test(text) || HAN.test(phrase)) return text.indexOf(phrase) >= 0 ? text.replace(phrase, " " + other + " ") : "";
      var parts = phrase.match(WORD), words = text.match(WORD) || [];
      for (var at = 0; at + parts.length <= words.length; at += 1) {
        if (!parts.every(function (part, step) { return same(words[at + step], part); })) continue;
        return words.slice(0, at).concat(other, words.slice(at + parts.length)).join(" ");
      }
      return "";
    }
    function others(text, listed) {
      listed.forEach(function (group) {
        group.forEach(function (phrase) {
          group.forEach(function (other) {
            var said = other !== phrase && instead(text, phrase, other);
            if (said && found.indexOf(said) < 0) found.push(said);
          });
        });
      });
    }
    var meant = groups.filter(function (group) { return group.some(function (phrase) { return instead(whole, phrase, "?"); }); });
    others(whole, meant);
    if (meant.length > 1) found.slice(1).forEach(function (one) { others(one, meant); });
    return found.slice(0, 1 + OTHERS);
  }

  // How much a word of the text is the word asked for: 1 the same, less for another form, a start, other marks.
  function likeness(term, word, last, language) {
    if (word.written === term.written) return 1;
    if (HAN.test(term.folded)) return term.folded.length === 1 && word.folded.indexOf(term.folded) === 0 ? 0.7 : 0;
    if (word.folded === term.folded) return language === "vi" && term.marked ? 0.3 : 0.95;
    if (language !== "vi") {
      if (word.stem === term.stem) return 0.92;
      var longer = word.folded.length - term.stem.length;
      if (term.stem.length >= 4 && longer >= 0 && longer <= 5 && word.folded.indexOf(term.stem) === 0) return 0.5;
      var shorter = term.stem.slice(0, -1);
      if (shorter.length >= 5 && Math.abs(longer) <= 3 && word.folded.indexOf(shorter) === 0) return 0.35;
      if (kin(term.stem, word.stem)) return 0.3;
    }
    return last && term.folded.length > 1 && word.folded.indexOf(term.folded) === 0 ? 0.4 : 0;
  }

  // Words of one family: most of both is the same beginning (пересмотр, пересматривает; unlawful, law is not).
  function kin(one, other) {
    var same = 0, most = Math.min(one.length, other.length);
    while (same < most && one[same] === other[same]) same += 1;
    return same >= 4 && same >= 0.7 * Math.max(one.length, other.length);
  }

  function Index(pages, options, words) {
    var vocabulary = new Map(), passages = [], self = this;
    this.language = options.base;
    this.pages = pages;
    this.weights = options.weights;
    this.little = new Set(words.little);
    this.passages = passages;
    this.vocabulary = vocabulary;
    this.found = new Map();
    pages.forEach(function (page, number) {
      self.add(number, "", page.title, true);
      page.passages.forEach(function (one, at) {
        chunks(one[1]).forEach(function (text) { self.add(number, one[0], text, false, page.kind === "glossary" ? 0 : at / page.passages.length); });
      });
    });
  }
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
  Index.prototype.add = function (page, anchor, text, title, place) {
    var at = this.passages.length, known = read(text, this.language), words = known.words;
    var language = this.language, vocabulary = this.vocabulary;
    this.passages.push({ page: page, anchor: anchor, text: text, known: known, title: title, length: words.length, place: place });
    words.forEach(function (one) {
      var word = vocabulary.get(one[0]);
      if (!word) vocabulary.set(one[0], word = { written: one[0], folded: one[1], stem: stem(one[1], language), at: [] });
      if (word.at[word.at.length - 1] !== at) word.at.push(at);
    });
  };
  Index.prototype.hits = function (term, last) {
    var key = (last ? "last " : "") + term.written, found = this.found.get(key), language = this.language;
    if (found) return found;  // sayings of one query share most of their words
    this.found.set(key, found = new Map());
    this.vocabulary.forEach(function (word) {
      var like = likeness(term, word, last, language);
      if (like) word.at.forEach(function (at) { if ((found.get(at) || 0) < like) found.set(at, like); });
    });
    return found;
  };
  // The best pages for a query as it was typed, and for the same in other words.
  Index.prototype.search = function (sayings) {
    var self = this, best = new Map();
    this.found.clear();
    sayings.forEach(function (query, number) {
      self.ranked(query).forEach(function (one) {
        one.score *= number ? IN_OTHER_WORDS : 1;
        if (!best.has(one.number) || best.get(one.number).score < one.score) best.set(one.number, one);
      });
    });
    return Array.from(best.values()).sort(function (a, b) { return b.score - a.score || a.number - b.number; })
      .filter(this.unlike()).concat(this.twins).slice(0, SHOWN).map(function (one) { return self.shown(one, one.asked); });
  };
  Index.prototype.ranked = function (query) {
    var self = this, asked = terms(query, this.language);
    asked.size = tokens(query).length;
    var phrase = roots({ words: tokens(query), language: this.language });
    var marked = spaced(tokens(query).map(first));
    var scored = asked.map(function (term, at) {
      var hits = self.hits(term, at === asked.length - 1), pages = new Set();
      hits.forEach(function (like, passage) { pages.add(self.passages[passage].page); });
      var weight = Math.log(1 + self.pages.length / (pages.size || 1));  // what nobody speaks of is missing everywhere
      return { hits: hits, weight: self.little.has(term.written) ? LITTLE * weight : weight };
    });
    var total = scored.reduce(function (sum, one) { return sum + one.weight; }, 0);
    var found = new Map();
    scored.forEach(function (one, number) {
      one.hits.forEach(function (like, at) {
        var page = self.passages[at].page, best = found.get(page);
        if (!best) found.set(page, best = { passages: new Map(), terms: [] });
        if (!best.passages.has(at)) best.passages.set(at, []);
        best.passages.get(at)[number] = like * one.weight;
        best.terms[number] = Math.max(best.terms[number] || 0, like * one.weight);
      });
    });
    return Array.from(found, function (entry) {
      var one = self.scored(entry[0], entry[1], total, asked, [phrase, marked]);
      one.asked = asked;
      return one;
    });
  };
  // Roles share clauses word for word: pages whose best clause is on a better page already stand behind the others.
  Index.prototype.unlike = function () {
    var self = this, seen = {};
    this.twins = [];
    return function (one) {
      var text = one.clauses.length && !one.named ? self.passages[one.clauses[0].at].text : "";
      if (!text || !seen[text]) return (seen[text] = true);
      self.twins.push(one);
      return false;
    };
  };
  function first(pair) { return pair[0]; }
  function covered(sum, total) { return (sum / total) * (sum / total); }

  // A page is as good as its title and its best clause, and better when it speaks of everything that was asked.
  Index.prototype.scored = function (number, found, total, asked, phrases) {
    var self = this, title = 0, clauses = [], page = this.pages[number], several = asked.length > 1, opened = false;
    var ordered = Array.from(found.passages).sort(function (a, b) { return a[0] - b[0]; }), named = [];
    if (self.passages[ordered[0][0]].title) named = ordered[0][1];
    ordered.forEach(function (entry) {
      var at = entry[0], passage = self.passages[at], sum = 0;
      asked.forEach(function (_, term) { sum += Math.max(entry[1][term] || 0, passage.title ? 0 : IN_TITLE * (named[term] || 0)); });
      var score = sum * covered(sum, total) * (0.9 + 0.12 / (1 + passage.length / 24));
      if (several && roots(passage.known).indexOf(phrases[0]) >= 0) score *= 1.7;
      if (several && written(passage.known).indexOf(phrases[1]) >= 0) score *= 1.2;
      if (self.begins(passage, asked)) {
        score *= passage.title ? (passage.length === asked.size ? 2.8 : 2.2) : opened ? 1.2 : 2.3;  // later ones refer back
        opened = opened || !passage.title;
      }
      if (passage.title) title = 2 * score;
      else clauses.push({ at: at, score: score * (1 - 0.4 * passage.place) });
    });
    clauses.sort(function (a, b) { return b.score - a.score || a.at - b.at; });
    var sum = found.terms.reduce(function (all, one) { return all + (one || 0); }, 0);
    var best = clauses.length ? clauses[0].score : 0, others = 0;
    clauses.slice(1, 6).forEach(function (one) { others += one.score; });
    var weight = this.weights[page.kind] || 1;
    return { number: number, clauses: clauses, named: title > 0, score: weight * (title + best + 0.06 * others) * (0.3 + 0.7 * covered(sum, total)) };
  };
  // A clause that opens with what was asked is about it: terms of the glossary, headed clauses, titles.
  Index.prototype.begins = function (passage, asked) {
    var language = this.language, known = passage.known;
    if (!known.opening) {
      known.opening = tokens(passage.text.slice(0, 120)).filter(worded).map(function (pair) {
        return { written: pair[0], folded: pair[1], stem: stem(pair[1], language) };
      });
    }
    return known.opening.slice(0, asked.length).every(function (word) {
      return asked.some(function (term) { return likeness(term, word, false, language) > 0.3; });
    });
  };
  function worded(pair) { return !/^\d+$/.test(pair[0]); }
  Index.prototype.shown = function (one, asked) {
    var self = this, page = this.pages[one.number], seen = {};
    var clauses = one.clauses.filter(function (clause) {
      var anchor = self.passages[clause.at].anchor;
      if (seen[anchor] || clause.score < 0.1 * one.clauses[0].score) return false;
      return (seen[anchor] = true);
    }).slice(0, CLAUSES).map(function (clause) {
      var passage = self.passages[clause.at];
      return { anchor: passage.anchor, parts: excerpt(passage.text, asked, self.language) };
    });
    return { key: page.key, kind: page.kind, title: page.title, passages: clauses };
  };

  // The passage around its first hit, cut at words, with the hits apart.
  function excerpt(text, asked, language) {
    var hits = [], found, pattern = new RegExp(WORD.source, "gu");
    while ((found = pattern.exec(text))) {
      var word = found[0], low = word.normalize("NFC").toLowerCase(), start = found.index;
      if (HAN.test(word)) {
        asked.forEach(function (term) {
          for (var at = low.indexOf(term.folded); at >= 0; at = low.indexOf(term.folded, at + 1)) {
            hits.push([start + at, start + at + term.folded.length]);
          }
        });
      } else {
        var fold = folded(word), like = { written: low, folded: fold, stem: stem(fold, language) };
        if (asked.some(function (term, at) { return likeness(term, like, at === asked.length - 1, language) > 0.3; })) {
          hits.push([start, start + word.length]);
        }
      }
    }
    hits.sort(function (a, b) { return a[0] - b[0]; });
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

  function small(options, words) {
    return new Promise(function (done, failed) {
      window.rolebookPages = function (rows) {
        var pages = rows.map(function (row) { return { key: row[0], kind: row[1], title: row[2], passages: row[3] }; });
        var index = new Index(pages, options, words);
        done({ search: function (sayings) { return Promise.resolve(index.search(sayings)); } });
      };
      options.script("search/" + options.language + ".js").catch(failed);
    });
  }

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
  function pagefind(options, words) {
    var address = new URL(options.root + "pagefind/", location.href).href;
    return import(address + "pagefind.js").then(function (engine) {
      return engine.init().then(function () {
        return { search: function (sayings) { return candidates(engine, sayings, options.base).then(function (pages) {
          return new Index(pages, options, words).search(sayings);
        }); } };
      });
    });
  }
  // What to ask Pagefind, and how much an answer counts: all the words; neighbours; each word; its stem.
  function questions(query, language) {
    var words = (query.match(WORD) || []).join(" ").replace(/\p{Script=Han}/gu, " $& ").split(/\s+/).filter(Boolean);
    var found = [[words.join(" "), 100]];
    words.forEach(function (word, at) {
      var before = words[at - 1], short = stem(folded(word), language);
      if (before) found.push(['"' + before + " " + word + '"', 60]);
      if (before && language === "vi") found.push([folded(before + word), 60]);
      if (words.length > 1) found.push([word, 1]);
      if (language !== "vi" && short.length > 4) found.push([short.length > 5 ? short.slice(0, -1) : short, 1]);
    });
    return found;
  }
  function candidates(engine, sayings, language) {
    var others = sayings.slice(1).map(function (one) { return [questions(one, language)[0][0], 100 * IN_OTHER_WORDS]; });
    var asked = questions(sayings[0], language).concat(others);
    return Promise.all(asked.map(function (one) { return engine.search(one[0]); })).then(function (found) {
      var known = new Map();
      found.forEach(function (one, at) {
        one.results.forEach(function (result) {
          var entry = known.get(result.id) || { result: result, score: 0 };
          entry.score += asked[at][1] * (1 + result.score) / Math.log(2 + one.results.length);
          known.set(result.id, entry);
        });
      });
      var ranked = Array.from(known.values()).sort(function (a, b) { return b.score - a.score; }).slice(0, CANDIDATES);
      return Promise.all(ranked.map(function (one) { return one.result.data().then(page); }));
    });
  }

  // What the language tells search: groups of words of one meaning, and the little words that tell nothing apart.
  function words(options) {
    return new Promise(function (done) {
      window.rolebookWords = function (synonyms, little) { done({ synonyms: synonyms, little: little }); };
      options.script("search/" + options.language + ".words.js").catch(function () { done({ synonyms: [], little: [] }); });
    });
  }
  window.rolebookEngine = function (kind, options) {
    options.base = options.language.split("-")[0].toLowerCase();
    return words(options).then(function (told) {
      var engine = kind === "pagefind" ? pagefind(options, told).catch(function () { return small(options, told); }) : small(options, told);
      return engine.then(function (found) {
        return { most: SHOWN, search: function (query) { return found.search(sayings(query, told.synonyms, options.base)); } };
      });
    });
  };
})();
