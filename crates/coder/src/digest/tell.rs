//! A phrase of a sentence in, what speaks for and against its saying who does it, or to whom, out.
//!
//! It tells how the phrase hangs together with the main words of the sentence and with the acts that
//! the coder finds, who it is, and where it is cut; of words it tells those of our own lists, and
//! prepositions.

use knowledge::Pos;
use model::{Deprel, Participant, Sector, TokenIdx, Upos};

use super::phrases::Phrase;
use crate::{
    compose::Composer,
    likely_sides::cast::{path, short, yes},
    relate::Ranked,
    tree::Tree,
    who::Who,
};

/// A word that the rest of a sentence is seen from.
struct Anchor {
    name: &'static str,
    word: TokenIdx,
    /// Empty where it is not in our lists.
    lemma: String,
    /// The type of act that it may name, as far as our lists say one.
    may: &'static str,
    subjects: Vec<TokenIdx>,
    objects: Vec<TokenIdx>,
}

/// A sentence as phrases are weighed in it.
pub(crate) struct Scene<'s, 't, 'a> {
    tree: &'t Tree<'a>,
    who: &'s Who<'t, 'a>,
    composer: &'s Composer<'s, 't, 'a>,
    ranked: &'s [Ranked],
    anchors: Vec<Anchor>,
    heads: Vec<TokenIdx>,
}

impl<'s, 't, 'a> Scene<'s, 't, 'a> {
    pub(crate) fn new(
        composer: &'s Composer<'s, 't, 'a>,
        ranked: &'s [Ranked],
        phrases: &[Phrase],
    ) -> Self {
        let (tree, who) = (composer.tree, composer.who);
        let mut heads: Vec<TokenIdx> = phrases.iter().map(|p| p.head).collect();
        heads.dedup();
        let n = tree.analysis.tokens.len() as u32;
        let root = (0..n).map(TokenIdx).find(|&t| tree.head(t).is_none());
        let told = root.map(|root| told_by(tree, root));
        let best = ranked.first().map(|r| composer.drafts[r.draft].head);
        let low = told.map(|told| lowest(tree, told));
        let anchors = [("root", root), ("told", told), ("low", low), ("best", best)]
            .into_iter()
            .filter_map(|(name, word)| {
                let word = word?;
                Some(Anchor {
                    name,
                    word,
                    lemma: listed(tree, word),
                    may: may(tree, word),
                    subjects: tree.subjects(word),
                    objects: tree.objects(word),
                })
            })
            .collect();
        Scene { tree, who, composer, ranked, anchors, heads }
    }

    /// What speaks for nobody.
    pub(crate) fn tell_nobody(&self) -> Vec<String> {
        let mut out = vec!["nobody".to_owned()];
        for a in &self.anchors {
            out.push(format!("nobody|{}={}", a.name, a.lemma));
            out.push(format!("nobody|{}:may={}", a.name, a.may));
            let many = a.subjects.len() > 1;
            out.push(format!("nobody|{}:row={}", a.name, yes(many)));
            out.push(format!("nobody|{}:row={}|{}", a.name, yes(many), a.lemma));
            out.push(format!("nobody|{}:subject={}", a.name, yes(!a.subjects.is_empty())));
            out.push(format!("nobody|{}:object={}", a.name, yes(!a.objects.is_empty())));
            out.push(format!("nobody|{}:passive={}", a.name, yes(self.tree.is_passive(a.word))));
        }
        match self.ranked.first().map(|r| &self.composer.drafts[r.draft]) {
            None => out.push("nobody|no-act".to_owned()),
            Some(d) => {
                let kind = d.event_type.as_str();
                out.push(format!("nobody|{kind}"));
                let side = |list: &[Participant]| match list.len() {
                    0 => "0",
                    1 => "1",
                    _ => "2",
                };
                let (actors, recipients) = (side(&d.actors), side(&d.recipients));
                out.push(format!("nobody|sides={actors}{recipients}"));
                out.push(format!("nobody|{kind}|sides={actors}{recipients}"));
            }
        }
        out
    }

    /// What speaks for and against a phrase.
    pub(crate) fn tell(&self, p: &Phrase) -> Vec<String> {
        let tree = self.tree;
        let mut out = Vec::new();
        let rel = short(tree.rel(p.head));
        let preposition = tree.preposition(p.head).unwrap_or_default();
        let (class, sector) = self.class(p.head);
        for a in &self.anchors {
            let way = way(tree, a.word, p.head);
            out.push(format!("{}:{way}", a.name));
            out.push(format!("{}:{way}|{class}", a.name));
            out.push(format!("{}:{way}|{}", a.name, a.lemma));
            out.push(format!("{}:{way}|may={}", a.name, a.may));
            let role = if a.subjects.contains(&p.head) {
                "subject"
            } else if a.objects.contains(&p.head) {
                "object"
            } else {
                "-"
            };
            out.push(format!("{}:{role}", a.name));
            out.push(format!("{}:{role}|{}", a.name, a.lemma));
            out.push(format!("{}:{role}|may={}", a.name, a.may));
            out.push(format!("{}:before={}|{rel}", a.name, yes(p.head < a.word)));
            let nearer = |h: &&TokenIdx| a.word < **h && **h < p.head && self.is_somebody(**h);
            let n_nearer = self.heads.iter().filter(nearer).count().min(2);
            out.push(format!("{}:nearer={n_nearer}|{class}", a.name));
        }
        let above = tree.head(p.head);
        let governor = above.map(|g| listed(tree, g)).unwrap_or_default();
        out.push(format!("governor={governor}|{rel}:{preposition}"));
        let governor = above.map_or("none", |g| may(tree, g));
        out.push(format!("governor:may={governor}|{rel}:{preposition}"));
        out.push(format!("governor:may={governor}|{class}|{rel}:{preposition}"));
        let own = may(tree, p.head);
        out.push(format!("may={own}"));
        out.push(format!("may={own}|{rel}"));
        out.push(format!("governor={}|{rel}", above.map_or("none", |g| tree.upos(g).as_str())));
        if let Some(g) = above.and_then(|g| tree.head(g)) {
            out.push(format!("governor2={}|{rel}:{preposition}", listed(tree, g)));
        }
        out.push(format!("rel={rel}:{preposition}"));
        out.push(format!("rel={rel}|{class}"));
        out.push(format!("preposition={preposition}|{class}"));
        out.push(format!("class={class}"));
        out.push(format!("sector={sector}"));
        out.push(format!("lemma={}", listed(tree, p.head)));
        out.push(format!("upos={}", tree.upos(p.head).as_str()));
        out.push(format!("time={}", yes(tree.is_day(p.head))));
        let place = self.heads.iter().position(|h| *h == p.head).unwrap_or(9).min(6);
        out.push(format!("place={place}"));
        let clauses = tree.ancestors(p.head).filter(|&a| tree.is_predicate(a)).count().min(4);
        out.push(format!("clauses={clauses}"));
        let inner = self.heads.iter().find(|&&h| h != p.head && p.holds(h) && self.is_somebody(h));
        let outer = tree.ancestors(p.head).find(|&a| self.heads.contains(&a));
        out.push(format!("inner={}|{class}|may={own}", inner.map_or("none", |&h| self.class(h).0)));
        out.push(format!("inner={}|{class}", inner.map_or("none", |&h| self.class(h).0)));
        let around = outer.map_or("none", |h| self.class(h).0);
        out.push(format!("outer={around}|{class}|{rel}:{preposition}"));
        self.tell_acts(p, &mut out);
        self.tell_cut(p, rel, class, &mut out);
        out.sort_unstable();
        out.dedup();
        out
    }

    /// Which sides of which acts it is for the coder.
    fn tell_acts(&self, p: &Phrase, out: &mut Vec<String>) {
        for (k, r) in self.ranked.iter().enumerate().take(6) {
            let d = &self.composer.drafts[r.draft];
            let k = k.min(2);
            let spans = p.spans(self.tree);
            let head = self.tree.analysis.token(p.head).span;
            for (side, list) in [("actor", &d.actors), ("recipient", &d.recipients)] {
                let is_head = list.iter().any(|x| x.span.overlaps(head));
                let inside = list.iter().any(|x| spans.iter().any(|s| s.overlaps(x.span)));
                if is_head {
                    out.push(format!("{side}{k}"));
                    out.push(format!("{side}{k}|{}", d.event_type.as_str()));
                    out.push(side.to_owned());
                } else if inside {
                    out.push(format!("holds-{side}{k}"));
                    out.push(format!("holds-{side}"));
                }
            }
            if p.holds(d.head) {
                out.push(format!("trigger{k}"));
                out.push("trigger".to_owned());
            }
        }
    }

    /// Where it is cut, what it keeps and what it leaves out.
    fn tell_cut(&self, p: &Phrase, rel: &str, class: &str, out: &mut Vec<String>) {
        let tree = self.tree;
        let n = match p.n_words() {
            n @ 0..=4 => n,
            5..=6 => 5,
            7..=9 => 7,
            10..=14 => 10,
            _ => 15,
        };
        out.push(format!("words={n}"));
        out.push(format!("parts={}", p.parts.len().min(3)));
        for cut in &p.cuts {
            out.push(format!("cut={cut}"));
            out.push(format!("cut={cut}|{rel}"));
            out.push(format!("cut={cut}|{class}"));
        }
        let many = p.cuts.len() == 1;
        out.push(format!("only-cut={}", yes(many)));
        for &k in tree.kids(p.head).iter().filter(|&&k| k > p.head) {
            let rel = short(tree.rel(k));
            if matches!(tree.rel(k), Deprel::Punct | Deprel::Flat | Deprel::Case) {
                continue;
            }
            let preposition = tree.preposition(k).unwrap_or_default();
            let side = if p.holds(k) { "keeps" } else { "leaves" };
            out.push(format!("{side}={rel}"));
            out.push(format!("{side}={rel}|{class}"));
            if !preposition.is_empty() {
                out.push(format!("{side}={rel}:{preposition}"));
                out.push(format!("{side}={rel}:{preposition}|{class}"));
                out.push(format!("{side}={rel}:{preposition}|{}", self.class(k).0));
                out.push(format!("{side}={rel}:{preposition}|{}", listed(tree, p.head)));
            }
        }
    }

    /// Whether somebody is coded there.
    fn is_somebody(&self, t: TokenIdx) -> bool {
        matches!(self.class(t).0, "body" | "no" | "country" | "land")
    }

    /// What somebody is, as far as it counts here: of a country, of a body of several, of none; and
    /// the first sector.
    fn class(&self, t: TokenIdx) -> (&'static str, &'static str) {
        let found = self.who.find(t);
        match &found.participant {
            Some(p) => {
                let sector = p.entity.code.sectors.first().copied().map_or("-", Sector::as_str);
                let class = match p.entity.code.country.as_deref() {
                    _ if found.owned => "owned",
                    None => "no",
                    Some("IGO" | "UNO" | "EUR" | "NGO" | "IMG" | "MNC") => "body",
                    Some(_) if found.country => "country",
                    Some(_) => "land",
                };
                (class, sector)
            }
            None if found.person => ("person", ""),
            None if found.place => ("place", ""),
            None if found.organization => ("organization", ""),
            None => ("thing", ""),
        }
    }
}

/// The lemma of a word of our own lists; empty for others.
fn listed(tree: &Tree<'_>, t: TokenIdx) -> String {
    if tree.is_listed(t) { tree.lemma(t).clone() } else { String::new() }
}

/// The type of act that a word may name; "several" where its frames differ, "none" where it has none.
fn may(tree: &Tree<'_>, t: TokenIdx) -> &'static str {
    let pos = if tree.upos(t) == Upos::Verb { Pos::Verb } else { Pos::Noun };
    let frames = &tree.knowledge.frames;
    let senses = frames.senses(tree.lemma(t), pos).iter();
    let mut types = senses.filter_map(|&i| frames.event(i));
    match types.next() {
        None => "none",
        Some(one) if types.all(|other| other == one) => one.as_str(),
        Some(_) => "several",
    }
}

/// What a sentence tells where its highest word only says that somebody says so.
fn told_by(tree: &Tree<'_>, root: TokenIdx) -> TokenIdx {
    let mut at = root;
    while tree.is_speech(at)
        && let Some(k) = tree.kid(at, &[Deprel::Ccomp, Deprel::Parataxis])
    {
        at = k;
    }
    at
}

/// The verb that a chain of verbs without subjects of their own ends in ("agreed to try to help").
fn lowest(tree: &Tree<'_>, told: TokenIdx) -> TokenIdx {
    let mut at = told;
    while let Some(k) = tree.kid(at, &[Deprel::Xcomp]).filter(|&k| tree.upos(k) == Upos::Verb) {
        at = k;
    }
    at
}

/// How a word hangs below an anchor: up to three relations; else as [`path`] tells it.
fn way(tree: &Tree<'_>, anchor: TokenIdx, t: TokenIdx) -> String {
    let mut rels = Vec::new();
    let mut at = t;
    while at != anchor && rels.len() < 4 {
        rels.push(short(tree.rel(at)));
        match tree.head(at) {
            Some(h) => at = h,
            None => return path(tree, anchor, t),
        }
    }
    if at != anchor {
        return path(tree, anchor, t);
    }
    rels.reverse();
    let case = tree.preposition(t).map_or(String::new(), |p| format!(":{p}"));
    format!("v{}{case}", rels.join(">"))
}
