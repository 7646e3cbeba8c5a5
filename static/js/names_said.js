/** Whose name stands in what somebody writes, and what could be written in its place.
 *
 * What is known of words is asked of the filter that nlp/redact/names/while_typing.py makes; a mark before a word
 * asks for more than whether it is a name.
 */

const MAGIC = 0x4e414d32;
const [ORDINARY, WRITTEN, OPENING, TITLED, KIN, SYLLABLE] = "+^%=@~";

const WORDS = /\p{L}[\p{L}\p{M}'’-]*/gu;
const IRISH = /^[OD]['’]\p{Lu}/u;
const OWNED = /['’]s?$/;
const NOT_NAMED = /(s|ed|ing|ly|nt)$/;
const LETTERS = { ł: "l", ı: "i", ø: "o", đ: "d", ð: "d", ß: "ss", æ: "ae" };
const LONGEST_WORD = 24;
const LONGEST_PHRASE = 4;
const LONGEST_NAME = 3;

const set = (words) => new Set(words.split(" "));
const TEACHERS = set("mr mrs ms miss mx sir");
const DOCTORS = set("dr doctor");
const ELDERS = set("auntie aunty aunt uncle nan nana nanny gran granny grandma grandad grandpa");
const MISSING = set("i we you they he she it to id ill really do dont does did didnt will would wont might still always never also so much");
const OWNERS = set("my our his her their your the a");
const BE = set("is was s");
const CALLED = set("called named");
const JOINING = set("and but when because cos then so if that");
const SAYING = set("said says sed told tells asked asks shouted shouts hit hits promised");
const DOING = new Set([...SAYING, ...set("is was has had can and never always helps helped listens listened makes made came comes went gets got")]);
const ATTRIBUTES = set("staff support head lead chair kid");
const HELPING = set("will may");
const PLACED = set("in at near support");
const PLACES = set("road street lane avenue close drive house park school college centre court hospital station");

/** A question about one plain word, marked or not, from the bytes of the filter; null where the file is of another kind. */
export function readNames(buffer) {
  if (buffer.byteLength < 16) return null;
  const [magic, bits, hashes, salt] = new Uint32Array(buffer, 0, 4);
  const field = new Uint8Array(buffer, 16);
  if (magic !== MAGIC || field.length * 8 < bits) return null;
  return (word) => {
    let one = (0x811c9dc5 ^ salt) >>> 0;
    for (let at = 0; at < word.length; at += 1) one = Math.imul(one ^ word.charCodeAt(at), 0x01000193) >>> 0;
    let two = Math.imul(one ^ (one >>> 15), 0x9e3779b9) >>> 0;
    two = ((two ^ (two >>> 13)) | 1) >>> 0;
    for (let step = 0; step < hashes; step += 1) {
      const place = ((one + step * two) % 4294967296) % bits;
      if (!(field[place >> 3] & (1 << (place & 7)))) return false;
    }
    return true;
  };
}

/** The first name in `text` as it is written, and the words around it that say who it is: `{name, other, title}`. */
export function nameIn(text, has) {
  const said = new Said(text, has);
  for (let at = 0; at < said.words.length; at += 1) {
    if (said.isName(at)) return said.found(at);
  }
  return null;
}

class Said {
  constructor(text, has) {
    this.text = text;
    this.has = has;
    this.shouted = text === text.toUpperCase();
    let end = 0;
    this.words = Array.from(text.matchAll(WORDS), (found) => {
      const gap = text.slice(end, found.index);
      const begins = !end || /[.!?\n]/.test(gap);
      end = found.index + found[0].length;
      const large = !this.shouted && found[0][0] !== found[0][0].toLowerCase();
      return { text: found[0], word: plain(found[0]), start: found.index, end, begins, large };
    });
  }

  isName(at) {
    return this.words[at].word.length <= LONGEST_WORD && !this.isPlace(at) && (this.isListed(at) || this.isTitled(at) || this.isWritten(at) || this.isKin(at) || this.opens(at));
  }

  /** The word so many places on in the same sentence. */
  on(at, by) {
    const [first, last] = by < 0 ? [at + by, at] : [at, at + by];
    if (first < 0 || last >= this.words.length) return null;
    for (let between = first + 1; between <= last; between += 1) if (this.words[between].begins) return null;
    return this.words[at + by];
  }

  isPlace(at) {
    const next = this.on(at, 1);
    return Boolean(this.words[at].large && next && next.large && PLACES.has(next.word));
  }

  isListed(at) {
    const { text, word } = this.words[at];
    return IRISH.test(text) || text.split("-").some((part) => this.listed(plain(part))) || this.listed(word);
  }

  listed(word) {
    if (!/^[a-z]{3,24}$/.test(word) || this.ordinary(word)) return false;
    return this.has(word) || (word.length > 4 && word.endsWith("s") && this.has(word.slice(0, -1))) || this.hasPairTooMany(word);
  }

  /** "jessicca". */
  hasPairTooMany(word) {
    if (word.length < 6) return false;
    return [...word.matchAll(/(.)\1/g)].some(({ index }) => this.has(word.slice(0, index) + word.slice(index + 1)));
  }

  ordinary(word) {
    return this.has(ORDINARY + word);
  }

  kin(word) {
    return this.has(KIN + word) || (word.endsWith("s") && this.has(KIN + word.slice(0, -1)));
  }

  /** One person, where a name may follow: no "friends", and what follows "dad's" or "staff" is a thing. */
  isSomebody({ text, word }) {
    return this.has(KIN + word) && !OWNED.test(text) && !ATTRIBUTES.has(word);
  }

  /** "Mr Brown", "auntie bev", but not "i miss home". */
  isTitled(at) {
    const title = this.titleOf(at);
    if (!title) return false;
    const { word, large } = this.words[at];
    const named = !HELPING.has(word) && (this.has(TITLED + word) || this.has(WRITTEN + word));
    if (large) return word.length > 2 || named;
    return named || (!ELDERS.has(title) && !this.ordinary(word) && word.length > 2);
  }

  titleOf(at) {
    const before = this.on(at, -1);
    if (!before || ![TEACHERS, DOCTORS, ELDERS].some((titles) => titles.has(before.word))) return null;
    const first = this.on(at, -2);
    return before.word === "miss" && !before.large && first && MISSING.has(first.word) ? null : before.word;
  }

  /** A name that is a word too, written large inside a sentence or said to be a name; or two syllables of one. */
  isWritten(at) {
    const { word, large, begins } = this.words[at];
    const [before, next] = [this.on(at, -1), this.on(at, 1)];
    if (large && !begins && next && next.large && this.isSyllable(word) && this.isSyllable(next.word)) return true;
    if (!this.has(WRITTEN + word)) return false;
    return (large && !begins && !PLACED.has(before.word)) || Boolean(before && CALLED.has(before.word));
  }

  isSyllable(word) {
    return this.has(SYLLABLE + word);
  }

  /** "my friend gav", "our worker is called ash". */
  isKin(at) {
    const phrase = this.phraseBefore(at);
    const { word, large } = this.words[at];
    if (!phrase || !phrase.owned || this.kin(word)) return false;
    if (!large && HELPING.has(word)) return false;
    if (this.has(WRITTEN + word) || (large && this.has(TITLED + word))) return true;
    return word.length > 2 && !this.ordinary(word) && (large || !NOT_NAMED.test(word));
  }

  /** What begins a sentence, or a part of one, as somebody does: "pickle said", "Rose is my carer", "Grace is kind". */
  opens(at) {
    const { word, large, begins } = this.words[at];
    const [before, next] = [this.on(at, -1), this.on(at, 1)];
    if (!begins && !(before && JOINING.has(before.word))) return false;
    if (this.kin(word) || word.length < 2) return false;
    const named = this.has(WRITTEN + word) || this.has(TITLED + word) || !this.ordinary(word);
    if (next && SAYING.has(next.word) && (this.has(WRITTEN + word) || (word.length > 2 && !this.ordinary(word)))) return true;
    if (named && this.phraseAfter(at + 1, large)) return true;
    if (next && this.isSyllable(word) && this.isSyllable(next.word) && this.phraseAfter(at + 2, false)) return true;
    if (!large || !this.has(OPENING + word)) return false;
    return next ? DOING.has(next.word) : this.words.length === 1;
  }

  /** The words before a name that say who it is: "my foster carer", "mum's boyfriend"; `owned` where one says whose. */
  phraseBefore(at) {
    let last = at - 1;
    if (this.on(at, -1) && CALLED.has(this.words[last].word)) last -= this.on(last, -1) && BE.has(this.words[last - 1].word) ? 2 : 1;
    if (last < 0 || !this.on(at, last - at) || !this.isSomebody(this.words[last])) return null;
    let first = last;
    while (this.on(first, -1) && this.kin(this.words[first - 1].word)) first -= 1;
    for (let start = first; start >= 0 && last - start < LONGEST_PHRASE && this.on(last, start - last); start -= 1) {
      if (OWNERS.has(this.words[start].word)) return { owned: true, words: this.between(start, last) };
    }
    const words = this.between(first, last);
    return first < last ? { owned: true, words } : { owned: false, words: `my ${words}` };
  }

  /** The same after it: "… is my social worker"; or "…, my brother," where `bare` words may follow. */
  phraseAfter(at, bare) {
    let first = at;
    if (this.words[first] && !this.words[first].begins && BE.has(this.words[first].word)) first += 1;
    else if (!bare) return null;
    if (!this.words[first] || !OWNERS.has(this.words[first].word) || !this.on(at - 1, first - at + 1)) return null;
    let last = first;
    while (last - first < LONGEST_PHRASE && this.on(last, 1) && !this.kin(this.words[last].word)) last += 1;
    while (this.on(last, 1) && this.kin(this.words[last].word) && this.kin(this.words[last + 1].word)) last += 1;
    return this.kin(this.words[last].word) ? { words: this.between(first, last) } : null;
  }

  between(first, last) {
    return this.text.slice(this.words[first].start, this.words[last].end).toLowerCase();
  }

  found(at) {
    const title = this.titleOf(at);
    const first = title ? at - 1 : at;
    let last = at;
    while (last - at < LONGEST_NAME - 1 && this.goesOn(last)) last += 1;
    const phrase = this.phraseBefore(first) || this.phraseAfter(last + 1, true);
    return {
      name: this.text.slice(this.words[first].start, this.words[last].end).replace(OWNED, ""),
      other: phrase ? phrase.words : ELDERS.has(title) ? `my ${title}` : DOCTORS.has(title) ? "my doctor" : "",
      title: TEACHERS.has(title),
    };
  }

  /** Whether the next word is of the same name: "Kim Brown", "wing sum". */
  goesOn(at) {
    const [here, next] = [this.words[at], this.on(at, 1)];
    if (!next || this.text.slice(here.end, next.start) !== " ") return false;
    if (this.isSyllable(here.word) && this.isSyllable(next.word)) return true;
    return next.large && here.large && (!this.ordinary(next.word) || this.has(TITLED + next.word));
  }
}

function plain(word) {
  const owned = word.toLowerCase().replace(OWNED, "").replaceAll(/['’]/g, "");
  return owned.replaceAll(/[łıøđðßæ]/g, (letter) => LETTERS[letter]).normalize("NFKD").replaceAll(/\p{M}/gu, "");
}
