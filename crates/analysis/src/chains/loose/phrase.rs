//! Mentions and trees in, whole phrases out: everything that may stand for somebody or something.
//!
//! "the study of 1709 children, which cost little": the noun with all that hangs on it, clauses
//! behind it included, as treebanks of coreference mark them. An apposition belongs to the phrase
//! it explains; an adjective of nationality is no phrase.

use std::hash::{Hash, Hasher};

use model::{Deprel, Gender, Mention, MentionKind, Span, TokenIdx, Upos, Xpos};
use rustc_hash::{FxHashMap, FxHasher};

use super::{
    super::{Builder, LOOSE, profile::Facts, words},
    closed::{is_apart, is_determiner, is_inside, is_somebody, role},
    table::Kind,
};

/// One phrase with what it says by itself. Words are numbers of lower-case forms and lemmas.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) span: Span,
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) head: usize,
    pub(super) kind: Kind,
    pub(super) is_pronoun: bool,
    pub(super) is_name: bool,
    /// The chain of the sieve.
    pub(super) sure: Option<u32>,
    pub(super) sentence: usize,
    pub(super) paragraph: u32,
    pub(super) word: u32,
    pub(super) lemma: u32,
    /// Digest of its words without articles and owners, and their number.
    pub(super) same_words: u64,
    pub(super) n_words: usize,
    /// The same words, sorted, marks left out, and those that are figures.
    pub(super) words: Vec<u32>,
    pub(super) figures: Vec<u32>,
    pub(super) name_words: Vec<u32>,
    pub(super) n_modifiers: usize,
    pub(super) has_post: bool,
    pub(super) role: usize,
    pub(super) deprel: Deprel,
    pub(super) governor: Option<usize>,
    pub(super) is_predicate: bool,
    pub(super) is_proper: bool,
    pub(super) before_clause: bool,
    pub(super) of_adjective: bool,
    pub(super) gender: Option<Gender>,
    pub(super) person: bool,
    pub(super) plural: bool,
    pub(super) thing: bool,
    pub(super) place: bool,
    pub(super) collective: bool,
    pub(super) is_plain: bool,
    pub(super) is_attribute: bool,
    pub(super) quote: Option<usize>,
}

/// Numbers of lower-case words.
#[derive(Default)]
struct Numbers<'a>(FxHashMap<std::borrow::Cow<'a, str>, u32>);

impl<'a> Numbers<'a> {
    fn of(&mut self, word: &'a str) -> u32 {
        let lower = if word.chars().any(char::is_uppercase) {
            word.to_lowercase().into()
        } else {
            word.into()
        };
        let n = self.0.len() as u32;
        *self.0.entry(lower).or_insert(n)
    }
}

/// The phrases of a document by first token, longer before shorter.
pub(super) fn phrases(b: &Builder<'_>) -> Vec<Phrase> {
    let mut numbers = Numbers::default();
    let forms: Vec<u32> = (0..b.tokens.len()).map(|t| numbers.of(b.form(t))).collect();
    let lemmas: Vec<u32> = b.lemmas.iter().map(|l| numbers.of(l)).collect();
    let mut out = Vec::new();
    let mut more = Vec::new();
    let mut name_end = 0;
    let mut names = b.mentions.iter().filter(|m| m.kind == MentionKind::Name).peekable();
    for t in 0..b.tokens.len() {
        while let Some(m) = names.next_if(|m| m.first.at() <= t) {
            name_end = name_end.max(m.end.at());
        }
        if let Some(&i) = b.by_head.get(&(t as u32)) {
            let (m, facts) = (&b.mentions[i as usize], &b.facts[i as usize]);
            out.push((m.clone(), facts));
        } else if let Some(m) = b.other_mention(t, t < name_end) {
            let facts = b.read_facts(&m);
            more.push((m, facts));
        }
    }
    let is_head = |t: usize| {
        b.by_head.contains_key(&(t as u32))
            || more.binary_search_by_key(&t, |(m, _)| m.head.at()).is_ok()
    };
    let mut phrases: Vec<Phrase> = out
        .into_iter()
        .chain(more.iter().map(|(m, facts)| (m.clone(), facts)))
        .filter(|(m, _)| !b.is_part(m, is_head))
        .map(|(m, facts)| {
            let names = facts.name_words.iter().map(|w| numbers.of(w)).collect();
            b.phrase(&m, facts, &forms, &lemmas, names)
        })
        .collect();
    phrases.sort_by_key(|p| (p.first, std::cmp::Reverse(p.end)));
    phrases
}

impl Builder<'_> {
    /// A noun that is no mention of the sieve's, "this", "both" or "one" by itself.
    fn other_mention(&self, t: usize, in_name: bool) -> Option<Mention> {
        let token = &self.tokens[t];
        let points = token.upos == Upos::Pron
            && token.xpos == Xpos::Dt
            && matches!(self.lemma(t), "this" | "that" | "these" | "those");
        let counts = matches!(token.upos, Upos::Num | Upos::Det | Upos::Adj)
            && role(token.deprel) <= role(Deprel::Conj)
            && !matches!(self.lemma(t), "this" | "that" | "these" | "those");
        let noun = match token.upos {
            Upos::Propn if token.deprel == Deprel::Compound => !in_name,
            Upos::Noun | Upos::Propn => !is_inside(token.deprel),
            Upos::Pron => is_somebody(self.lemma(t)),
            _ => counts,
        };
        if !points && !noun {
            return None;
        }
        let (first, end) = if points { (t, t + 1) } else { (self.whole_phrase(t).0, t + 1) };
        Some(Mention {
            span: self.tokens[first].span.cover(self.tokens[end - 1].span),
            first: TokenIdx(first as u32),
            end: TokenIdx(end as u32),
            head: TokenIdx(t as u32),
            kind: if points { MentionKind::Pronoun } else { MentionKind::Nominal },
            name_kind: None,
            chain: LOOSE,
        })
    }

    /// Whether a mention belongs to another phrase or is none.
    fn is_part(&self, m: &Mention, is_head: impl Fn(usize) -> bool) -> bool {
        let token = &self.tokens[m.head.at()];
        m.kind == MentionKind::Name && token.upos == Upos::Adj
            || token.deprel == Deprel::NmodDesc
            || token.deprel == Deprel::Appos && token.head.is_some_and(|h| is_head(h.at()))
    }

    /// First token and one past the last of a noun with all that hangs on it, but for prepositions
    /// and adverbs before it and what is coordinated with it.
    fn whole_phrase(&self, head: usize) -> (usize, usize) {
        let apart = |k: usize| {
            is_apart(self.tokens[k].deprel)
                || k < head && matches!(self.tokens[k].deprel, Deprel::Case | Deprel::Discourse)
        };
        // "particularly in the Philippines": nothing before the preposition.
        let edge = self.kids(head).filter(|&k| k < head && apart(k)).max();
        let belongs = |k: &usize| {
            !apart(*k)
                && (*k > head || edge.is_none_or(|e| *k > e) && self.tokens[*k].upos != Upos::Adv)
        };
        let (mut first, mut last) = (head, head);
        let mut stack: Vec<usize> = self.kids(head).filter(belongs).collect();
        while let Some(k) = stack.pop() {
            (first, last) = (first.min(k), last.max(k));
            stack.extend(self.kids(k));
        }
        let is_mark = |t: usize| matches!(self.form(t), "," | "." | ";" | ":" | "-" | "–" | "—");
        while last > head && is_mark(last) {
            last -= 1;
        }
        while first < head && is_mark(first) {
            first += 1;
        }
        (first, last + 1)
    }

    fn phrase(
        &self,
        m: &Mention,
        facts: &Facts,
        forms: &[u32],
        lemmas: &[u32],
        name_words: Vec<u32>,
    ) -> Phrase {
        let head = m.head.at();
        let token = &self.tokens[head];
        let is_pronoun = m.kind == MentionKind::Pronoun;
        let (mut first, mut end) = (m.first.at(), m.end.at());
        if !is_pronoun {
            let whole = self.whole_phrase(head);
            (first, end) = (first.min(whole.0), end.max(whole.1));
        }
        let said: Vec<usize> = (first..end).filter(|&t| !is_determiner(self.form(t))).collect();
        let mut digest = FxHasher::default();
        for &t in &said {
            forms[t].hash(&mut digest);
        }
        let opens = |t: usize, with: fn(char) -> bool| self.form(t).starts_with(with);
        let mut words: Vec<u32> =
            said.iter().filter(|&&t| opens(t, char::is_alphanumeric)).map(|&t| forms[t]).collect();
        words.sort_unstable();
        words.dedup();
        let figures =
            said.iter().filter(|&&t| opens(t, char::is_numeric)).map(|&t| forms[t]).collect();
        let governor = token.head.map(TokenIdx::at);
        let behind = |h: usize| {
            self.kids(h).any(|k| {
                k > head
                    && matches!(
                        self.tokens[k].deprel,
                        Deprel::Ccomp | Deprel::Xcomp | Deprel::Csubj | Deprel::Acl | Deprel::Advcl
                    )
            })
        };
        Phrase {
            span: self.tokens[first].span.cover(self.tokens[end - 1].span),
            first,
            end,
            head,
            kind: self.kind_of_phrase(m, facts, first),
            is_pronoun,
            is_name: m.kind == MentionKind::Name,
            sure: (m.chain != LOOSE).then_some(m.chain),
            sentence: facts.sentence,
            paragraph: self.sentences[facts.sentence].paragraph,
            word: forms[head],
            lemma: lemmas[head],
            same_words: digest.finish(),
            n_words: said.len(),
            words,
            figures,
            name_words,
            n_modifiers: self
                .kids(head)
                .filter(|&k| k >= first && k < head && self.modifies(k))
                .count(),
            has_post: self.kids(head).any(|k| {
                k > head
                    && matches!(
                        self.tokens[k].deprel,
                        Deprel::Nmod | Deprel::AclRelcl | Deprel::Acl
                    )
            }),
            role: role(token.deprel),
            deprel: token.deprel,
            governor,
            is_predicate: self.kids(head).any(|k| self.tokens[k].deprel == Deprel::Cop),
            is_proper: token.upos == Upos::Propn,
            before_clause: governor.is_some_and(behind),
            of_adjective: governor.is_some_and(|h| self.tokens[h].upos == Upos::Adj),
            gender: facts.gender,
            person: facts.person,
            plural: facts.plural,
            thing: facts.thing,
            place: facts.place || facts.country,
            collective: facts.collective,
            is_plain: facts.is_plain,
            is_attribute: facts.is_attribute,
            quote: facts.quote,
        }
    }

    fn modifies(&self, k: usize) -> bool {
        matches!(
            self.tokens[k].deprel,
            Deprel::Amod
                | Deprel::Compound
                | Deprel::Nummod
                | Deprel::NmodPoss
                | Deprel::NmodDesc
                | Deprel::Flat
        )
    }

    fn kind_of_phrase(&self, m: &Mention, facts: &Facts, first: usize) -> Kind {
        match m.kind {
            MentionKind::Pronoun => match facts.word.as_str() {
                "this" | "that" | "these" | "those" => Kind::This,
                "i" | "me" | "my" | "mine" | "myself" => Kind::I,
                w if words::is_first_person(w) => Kind::We,
                w if words::is_second_person(w) => Kind::You,
                w if words::is_plural_pronoun(w) => Kind::They,
                w => match words::gender_of_pronoun(w) {
                    Some(Gender::Male) => Kind::He,
                    Some(Gender::Female) => Kind::She,
                    None => Kind::It,
                },
            },
            MentionKind::Name if facts.person => Kind::Person,
            MentionKind::Name => Kind::Name,
            MentionKind::Nominal => {
                let opening = self.form(first);
                let is = |w: &[&str]| w.iter().any(|w| w.eq_ignore_ascii_case(opening));
                if is(&["this", "that", "these", "those"]) {
                    Kind::ThisNoun
                } else if is(&["the"]) {
                    Kind::TheNoun
                } else if facts.definite {
                    Kind::OwnedNoun
                } else if facts.indefinite {
                    Kind::SomeNoun
                } else if self.tokens[m.head.at()].upos == Upos::Propn {
                    Kind::Name
                } else {
                    Kind::BareNoun
                }
            }
        }
    }
}
