//! Words in, signs out: what speaks for a name in a word, its neighbours, and where else it stands.
//!
//! "Noboa rules out strikes": a capital, an unknown form, a verb after it, and further down in the
//! same document "President Noboa". A sign is a hashed key; the table of weights knows what it is
//! worth. Nothing here decides.

use knowledge::Knowledge;
use rustc_hash::FxHashMap;

use super::{
    candidates,
    classes::{Classes, lower_key, mixed, plain},
    lookup,
};
use crate::syntax::Word;

/// A sentence: forms and what the network says of each.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// Forms.
    pub forms: &'a [&'a str],
    /// One for each form.
    pub words: &'a [Word],
}

/// Of one word.
#[derive(Clone, Debug, Default)]
pub struct Traits {
    /// Key of the lower-cased form.
    pub lower: u32,
    pub(super) exact: u32,
    shape: u32,
    pub(super) prefix: [u32; 4],
    pub(super) suffix: [u32; 4],
    /// Place among the words that have a class, from 1.
    pub row: u32,
    class: u32,
    middle: u32,
    wide: u32,
    frequency: u32,
    pub(super) upos: u32,
    pub(super) xpos: u32,
    head: u32,
    head_class: u32,
    pub(super) deprel: u32,
    pub(super) known: u32,
    pub(super) place: u32,
    /// Starts with a capital letter.
    pub capital: bool,
    pub(super) alphabetic: bool,
    pub(super) named: bool,
    /// May be part of a name.
    pub candidate: bool,
}

const EDGE: u32 = 0xfeed;

fn shape(form: &str) -> u32 {
    let (mut last, mut run) = (0, 0);
    let mut h = 0x811c_9dc5u32 ^ 7;
    for c in form.chars().take(24) {
        let class = if c.is_ascii_uppercase() || (!c.is_ascii() && c.is_uppercase()) {
            u32::from('X')
        } else if c.is_ascii_lowercase() || (!c.is_ascii() && c.is_alphabetic()) {
            u32::from('x')
        } else if c.is_ascii_digit() {
            u32::from('d')
        } else {
            u32::from(c)
        };
        run = if class == last { run + 1 } else { 1 };
        last = class;
        if run < 3 {
            h = (h ^ class).wrapping_mul(0x0100_0193);
        }
    }
    h ^ (h >> 15)
}

fn traits(form: &str, word: &Word, classes: &Classes) -> Traits {
    let mut t = Traits { lower: lower_key(form), shape: shape(form), ..Traits::default() };
    t.exact = mixed(form.bytes().map(u32::from), 1);
    let first = form.chars().next().unwrap_or(' ');
    t.capital = first.is_uppercase();
    t.alphabetic = first.is_alphabetic();
    t.upos = word.upos as u32 + 1;
    t.xpos = word.xpos as u32 + 1;
    t.deprel = word.deprel as u32 + 1;
    if let Some(class) = classes.of(t.lower) {
        t.row = class.row;
        t.class = u32::from(class.class) + 1;
        t.middle = u32::from(class.middle) + 1;
        t.wide = u32::from(class.wide) + 1;
        t.frequency = u32::from(class.frequency) + 1;
        t.named = class.named;
    }
    t
}

fn affixes(form: &str, t: &mut Traits) {
    let mut chars = [0u32; 64];
    let mut n = 0;
    for c in form.chars().take(64) {
        chars[n] = plain(c);
        n += 1;
    }
    for m in 1..=4 {
        if n > m {
            t.prefix[m - 1] = mixed(chars[..m].iter().copied(), 11 + m as u32) | 1;
            t.suffix[m - 1] = mixed(chars[n - m..n].iter().copied(), 21 + m as u32) | 1;
        }
    }
}

/// Case of a whole sentence.
fn case_of(forms: &[&str]) -> u32 {
    let (mut letters, mut capitals, mut shouted) = (0, 0, 0);
    for form in forms {
        let mut chars = form.chars();
        let Some(first) = chars.next() else { continue };
        if !first.is_alphabetic() {
            continue;
        }
        letters += 1;
        if first.is_uppercase() {
            capitals += 1;
            let mut rest = chars.peekable();
            if rest.peek().is_some() && rest.all(|c| !c.is_lowercase()) {
                shouted += 1;
            }
        }
    }
    match () {
        () if letters == 0 => 0,
        () if shouted * 10 > letters * 6 => 1,
        () if capitals * 10 > letters * 6 => 2,
        () if capitals == 0 => 3,
        () => 4,
    }
}

/// Where a form stands in a document.
#[derive(Clone, Debug, Default)]
struct Elsewhere {
    inside: u16,
    small: u16,
    places: Vec<(u32, u32)>,
}

/// The traits of a document's words, and where each form stands.
pub struct Signs {
    /// By sentence.
    pub lines: Vec<Vec<Traits>>,
    pub(super) cases: Vec<u32>,
    elsewhere: FxHashMap<u32, Elsewhere>,
}

const PLACES_MAX: usize = 6;

impl Signs {
    /// Of a document.
    pub fn read(document: &[Line<'_>], classes: &Classes, knowledge: &Knowledge) -> Self {
        let mut lines: Vec<Vec<Traits>> = Vec::with_capacity(document.len());
        let mut elsewhere: FxHashMap<u32, Elsewhere> = FxHashMap::default();
        let mut cases = Vec::with_capacity(document.len());
        for (l, line) in document.iter().enumerate() {
            let case = case_of(line.forms);
            cases.push(case);
            let mut all: Vec<Traits> =
                line.forms.iter().zip(line.words).map(|(f, w)| traits(f, w, classes)).collect();
            candidates::mark(line, &mut all);
            for t in 0..all.len() {
                if let Some(h) = (line.words[t].head as usize).checked_sub(1) {
                    (all[t].head, all[t].head_class) = (all[h].lower, all[h].middle);
                } else {
                    all[t].head = EDGE;
                }
                if all[t].candidate {
                    affixes(line.forms[t], &mut all[t]);
                }
                if all[t].capital {
                    let e = elsewhere.entry(all[t].lower).or_default();
                    e.inside += u16::from(t > 0 && !matches!(case, 1 | 2));
                    if e.places.len() < PLACES_MAX + 1 {
                        e.places.push((l as u32, t as u32));
                    }
                }
            }
            lookup::look_up(line, &mut all, knowledge);
            lines.push(all);
        }
        for t in lines.iter().flatten().filter(|t| !t.capital && t.alphabetic) {
            if let Some(e) = elsewhere.get_mut(&t.lower) {
                e.small += 1;
            }
        }
        Signs { lines, cases, elsewhere }
    }

    /// Calls `add` with the key of every sign of word `i` of sentence `l`.
    pub fn each(&self, l: usize, i: usize, add: &mut impl FnMut(u32, u32)) {
        let line = &self.lines[l];
        let edge = Traits {
            lower: EDGE,
            shape: EDGE,
            class: EDGE,
            middle: EDGE,
            wide: EDGE,
            upos: EDGE,
            ..Traits::default()
        };
        let at = |d: isize| -> &Traits {
            let k = i as isize + d;
            if k < 0 || k as usize >= line.len() { &edge } else { &line[k as usize] }
        };
        let [b2, b1, w, a1, a2] = [at(-2), at(-1), at(0), at(1), at(2)];
        let case = self.cases[l];
        let first = u32::from(i == 0);
        let mut one = |t: u32, a: u32| add(t, mix(t, a, 0));
        one(0, 0);
        one(1, case);
        one(2, first);
        one(
            3,
            match line.len() {
                1 => 1,
                2..=4 => 2,
                _ => 3,
            },
        );
        for (d, x) in [b2, b1, w, a1, a2].into_iter().enumerate() {
            let d = d as u32;
            one(10 + d, x.lower);
            one(15 + d, x.middle);
            if (1..4).contains(&d) {
                one(20 + d, x.class);
                one(25 + d, x.wide);
                one(30 + d, x.shape);
                one(35 + d, x.upos);
                one(40 + d, x.known);
                one(45 + d, x.place);
            }
        }
        one(50, w.exact);
        for m in 0..4 {
            if w.prefix[m] != 0 {
                one(51, w.prefix[m]);
                one(52, w.suffix[m]);
            }
        }
        one(53, w.xpos);
        one(54, w.head ^ w.deprel.wrapping_mul(77));
        let mut two = |t: u32, a: u32, b: u32| add(t, mix(t, a, b));
        two(60, w.shape, a1.shape);
        two(61, b1.shape, w.shape);
        two(62, w.shape, case * 2 + first);
        two(63, b1.shape ^ w.shape.rotate_left(9), a1.shape);
        two(64, b1.middle, w.shape);
        two(65, a1.middle, w.shape);
        two(66, w.middle, w.shape);
        two(67, w.class, w.shape);
        two(68, b1.middle, w.middle);
        two(69, w.middle, a1.middle);
        two(70, b1.wide * 80 + w.wide, w.shape);
        two(71, a1.wide * 80 + w.wide, w.shape);
        two(72, b1.lower, w.lower);
        two(73, w.lower, a1.lower);
        two(74, b1.lower, w.shape);
        two(75, a1.lower, w.shape);
        two(76, b2.lower, w.shape ^ b1.shape.rotate_left(9));
        two(77, a2.lower, w.shape ^ a1.shape.rotate_left(9));
        if w.suffix[2] != 0 {
            two(78, w.suffix[2], w.shape);
        }
        two(79, w.frequency * 2 + first, w.shape);
        two(80, w.upos, w.shape);
        two(81, b1.upos * 64 + w.upos, a1.upos);
        two(82, w.head_class * 64 + w.deprel, w.shape);
        two(83, w.known * 64 + w.place, w.shape);
        self.links(l, i, &mut two);
        if w.alphabetic
            && let Some(e) = self.elsewhere.get(&w.lower)
        {
            let [inside, small] = self.spread(e, l, i);
            two(84, inside.min(2) * 2 + small.min(1), u32::from(w.capital) * 2 + first);
            if w.capital {
                for (ol, oi) in self.others(l, i) {
                    let other = &self.lines[ol as usize];
                    let before = (oi as usize).checked_sub(1).map_or(&edge, |k| &other[k]);
                    let after = other.get(oi as usize + 1).unwrap_or(&edge);
                    two(85, before.lower, 0);
                    two(86, after.lower, 0);
                    two(87, before.middle, 0);
                    two(88, after.middle, 0);
                    two(89, u32::from(before.capital), u32::from(after.capital));
                }
            }
        }
    }
}

impl Signs {
    /// Elsewhere: how often with a capital inside a sentence, and how often in small letters.
    fn spread(&self, e: &Elsewhere, l: usize, i: usize) -> [u32; 2] {
        let w = &self.lines[l][i];
        let own = u16::from(w.capital && i > 0 && !matches!(self.cases[l], 1 | 2));
        let small = e.small - u16::from(!w.capital);
        [u32::from(e.inside.saturating_sub(own)), u32::from(small)]
    }

    /// [`Signs::spread`] of a word by its place; zeros for what is no word of letters or stands nowhere else.
    pub(super) fn elsewhere(&self, l: usize, i: usize) -> [u32; 2] {
        let w = &self.lines[l][i];
        let e = self.elsewhere.get(&w.lower).filter(|_| w.alphabetic);
        e.map_or([0, 0], |e| self.spread(e, l, i))
    }

    /// Other places of a word with a capital: sentence and word.
    pub(super) fn others(&self, l: usize, i: usize) -> impl Iterator<Item = (u32, u32)> {
        let w = &self.lines[l][i];
        let e = self.elsewhere.get(&w.lower).filter(|_| w.alphabetic && w.capital);
        let places = e.map_or(&[][..], |e| &e.places);
        places.iter().copied().filter(move |p| *p != (l as u32, i as u32)).take(PLACES_MAX)
    }

    /// "Bank of England": the words on either side of what links two capitals, for the link and for
    /// the word behind it.
    fn links(&self, l: usize, i: usize, two: &mut impl FnMut(u32, u32, u32)) {
        const FAR: usize = 3;
        let line = &self.lines[l];
        let w = &line[i];
        let link = |k: &usize| !line[*k].capital && line[*k].candidate;
        let first = (i.saturating_sub(FAR)..i).rev().take_while(link).last();
        let first = if w.capital { first } else { first.or(Some(i)) };
        let Some((first, before)) = first.and_then(|f| Some((f, f.checked_sub(1)?))) else {
            return;
        };
        let (p, by) = (&line[before], line[first].lower);
        if !p.capital {
            return;
        }
        if w.capital {
            two(90, p.lower, by);
            two(91, p.middle, by ^ w.middle);
            two(92, p.middle, by ^ (w.known * 64 + w.place));
            two(93, p.shape, by ^ w.shape);
            return;
        }
        let after = (i + 1..line.len().min(i + 1 + FAR)).find(|k| !link(k));
        let Some(n) = after.map(|k| &line[k]).filter(|n| n.capital) else {
            return;
        };
        two(94, p.lower, by ^ w.lower);
        two(95, p.middle, by ^ n.middle);
        two(96, p.middle, by ^ (n.known * 64 + n.place));
        two(97, p.shape, by ^ n.shape);
        two(98, p.lower, by ^ n.lower);
    }
}

fn mix(template: u32, a: u32, b: u32) -> u32 {
    let x = (u64::from(a) << 32 | u64::from(b))
        .wrapping_add(u64::from(template).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let x = (x ^ (x >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    ((x ^ (x >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb) >> 32) as u32
}
