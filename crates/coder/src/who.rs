//! Head word of a noun phrase in, participant out: country, sectors, office at the document's day.
//!
//! Evidence is asked in this order: what the text itself says of the name (title, apposition,
//! nationality), what is known of the name on that day, what the rest of its chain says, and last,
//! for bare roles ("police", "the court"), the country that the document is about.

mod acronyms;
mod armed;
mod at_home;
mod conditions;
mod countries;
mod era;
mod known;
mod many;
mod memory;
mod names;
mod nominal;
mod pairs;
mod titles;
mod understood;

use std::rc::Rc;

use knowledge::AliasKind;
use model::{
    ActorCode, Date, Deprel, Document, Entity, Mention, MentionKind, Participant, Sector, Span,
    TokenIdx, Upos, Xpos,
};
use rustc_hash::{FxHashMap, FxHashSet};

use self::memory::Memory;
use crate::{geo::Geo, tree::Tree};

/// What a noun phrase turned out to be.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) participant: Option<Participant>,
    /// A human being, one or several.
    pub(crate) person: bool,
    pub(crate) organization: bool,
    /// The country itself, by name, capital or seat.
    pub(crate) country: bool,
    pub(crate) place: bool,
    /// Only owned by somebody political ("Mexican territory"), not an actor by itself.
    pub(crate) owned: bool,
}

pub(crate) struct Who<'t, 'a> {
    tree: &'t Tree<'a>,
    day: Option<Date>,
    /// Mention by head token.
    by_head: FxHashMap<u32, u32>,
    /// Name mention that covers a token.
    name_at: Vec<Option<u32>>,
    main_country: Option<String>,
    /// Known people and bodies that the document names in full.
    named: FxHashSet<usize>,
    /// Countries named in the document by a name that only they have, with how often.
    seen: std::collections::BTreeMap<String, u32>,
    /// The two countries that the document is most about, where both are named often.
    dyad: Option<(String, String)>,
    /// The country of the armed group that the document names most.
    armed: Option<String>,
    /// Names that the text gives an acronym: "National Police Agency (NPA)".
    acronyms: FxHashMap<&'a str, u32>,
    /// Ranks mean the police here, not the army.
    ranks_police: bool,
    /// What was asked before.
    memory: Memory<'a>,
    /// Where the names of places are.
    pub(crate) geo: Geo<'a>,
}

impl<'t, 'a> Who<'t, 'a> {
    pub(crate) fn new(tree: &'t Tree<'a>, document: &Document) -> Self {
        let analysis = tree.analysis;
        let mut by_head = FxHashMap::default();
        let mut name_at = vec![None; analysis.tokens.len()];
        for (i, m) in analysis.mentions.iter().enumerate() {
            by_head.entry(m.head.0).or_insert(i as u32);
            if m.kind == MentionKind::Name {
                for t in m.first.0..m.end.0 {
                    name_at[t as usize].get_or_insert(i as u32);
                }
            }
        }
        let mut who = Self {
            tree,
            day: document.today.or(document.published),
            by_head,
            name_at,
            main_country: None,
            dyad: None,
            armed: None,
            seen: std::collections::BTreeMap::new(),
            named: FxHashSet::default(),
            acronyms: acronyms::find(tree),
            ranks_police: titles::ranks_police(tree),
            memory: Memory::default(),
            geo: Geo::new(document, tree.knowledge),
        };
        if who.day.is_none() {
            who.day = who.era();
            // What was asked before the countries were known may be told otherwise after.
            who.memory = Memory::default();
        }
        who.find_main_countries();
        who.armed = who.find_armed();
        who.named = analysis
            .mentions
            .iter()
            .filter(|m| m.kind == MentionKind::Name && !who.is_generic(m))
            .filter_map(|m| who.known(m)?.first().copied())
            .filter(|h| h.kind != AliasKind::Surname)
            .map(|h| h.entity)
            .collect();
        who.memory.open();
        who
    }

    /// The state as a participant of an act at `t` that only a state does, where nobody is named.
    pub(crate) fn state(&self, t: TokenIdx, sector: Sector) -> Option<Participant> {
        let country = self.main_country.clone()?;
        Some(Participant {
            span: self.tree.analysis.token(t).span,
            entity: Entity {
                code: ActorCode { country: Some(country), sectors: vec![sector] },
                ..Entity::default()
            },
        })
    }

    /// The document's day.
    pub(crate) fn day(&self) -> Option<Date> {
        self.day
    }

    pub(crate) fn main_country(&self) -> Option<&str> {
        self.main_country.as_deref()
    }

    /// The name mention that covers a token.
    pub(crate) fn name_of(&self, t: TokenIdx) -> Option<&'a Mention> {
        self.name_at[t.at()].map(|i| &self.tree.analysis.mentions[i as usize])
    }

    pub(crate) fn mention_of(&self, t: TokenIdx) -> Option<&'a Mention> {
        self.by_head.get(&t.0).map(|&i| &self.tree.analysis.mentions[i as usize])
    }

    /// Who or what the noun phrase headed by `t` is.
    pub(crate) fn find(&self, t: TokenIdx) -> Found {
        Found::clone(&self.look(t))
    }

    /// [`Who::find`], for those who only look at the answer.
    pub(crate) fn look(&self, t: TokenIdx) -> Rc<Found> {
        self.memory.found(t, || {
            let mut found = self.find_fresh(t);
            // A human being of a country, nothing more known: a civilian, not the government.
            if found.person
                && let Some(p) = &mut found.participant
                && p.entity.code.sectors.is_empty()
                && p.entity.code.country.is_some()
            {
                p.entity.code.sectors = vec![Sector::Cvl];
            }
            found
        })
    }

    fn find_fresh(&self, t: TokenIdx) -> Found {
        if let Some(antecedent) = self.tree.antecedent(t) {
            return self.find(antecedent);
        }
        if self.is_west(t) {
            let code = ActorCode { country: None, sectors: vec![Sector::Gov] };
            let entity = Entity { name: "the West".to_owned(), code, ..Entity::default() };
            let span = self.tree.analysis.token(t).span;
            return Found {
                participant: Some(Participant { span, entity }),
                country: true,
                ..Found::default()
            };
        }
        if let Some(found) = self.half_of_korea(t) {
            return found;
        }
        if let Some(sector) = self.many(t) {
            let code = ActorCode { country: None, sectors: vec![sector] };
            let span = self.span_with_modifiers(t);
            return Found {
                participant: Some(Participant {
                    span,
                    entity: Entity { code, ..Entity::default() },
                }),
                ..Found::default()
            };
        }
        // "The pope", read as a name: his role says more.
        let role = |m: &Mention| {
            m.end.0 == m.first.0 + 1
                && self.tree.form(t).starts_with(char::is_lowercase)
                && self.tree.is_definite(t)
        };
        if let Some(m) = self.name_of(t).filter(|m| !role(m)) {
            return self.find_by_acronym(t, m).unwrap_or_else(|| self.find_name(t, m));
        }
        let lemma = self.tree.lemma(t);
        if let Some(judged) = self.tree.judged_owner(t) {
            let mut found = self.find(judged);
            if let Some(p) = &mut found.participant {
                p.span = self.tree.analysis.token(t).span;
                return found;
            }
        }
        if let Some(m) = self.mention_of(t)
            && m.kind == MentionKind::Pronoun
        {
            return self.find_in_chain(t, m);
        }
        // "Rep. Ilhan Omar": the title may head the name.
        if self.tree.upos(t) == Upos::Propn
            && self.tree.cue("title", t)
            && let Some(name) =
                self.tree.kids_by(t, &[Deprel::Flat]).find(|&k| self.name_of(k).is_some())
        {
            return self.find(name);
        }
        match self.tree.upos(t) {
            // "A general strike" is no officer's.
            Upos::Adj if self.tree.cue("rank-adjective", t) => return Found::default(),
            Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Det | Upos::X => {}
            Upos::Pron => {
                let person = matches!(
                    lemma.as_str(),
                    "who"
                        | "anyone"
                        | "everyone"
                        | "someone"
                        | "somebody"
                        | "anybody"
                        | "everybody"
                        | "those"
                        | "one"
                );
                return Found { person, ..Found::default() };
            }
            _ => return Found::default(),
        }
        self.find_nominal(t, lemma)
    }

    /// "The West condemned it", "Western sanctions": governments of no one country.
    fn is_west(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        let alone = self.name_of(t).is_none_or(|m| m.end.0 == m.first.0 + 1);
        let rel = tree.rel(t);
        // "Its Western partners", "Western governments".
        let of_west = |k: TokenIdx| matches!(tree.form(k), "Western" | "western");
        if self.name_of(t).is_none()
            && tree.cue("western", t)
            && tree.xpos(t) == Xpos::Nns
            && tree.kids_by(t, &[Deprel::Amod]).any(of_west)
        {
            return true;
        }
        match tree.form(t) {
            "West" => {
                alone
                    && tree.is_definite(t)
                    && !matches!(rel, Deprel::Compound | Deprel::Flat)
                    && tree.kid(t, &[Deprel::Nmod]).is_none()
            }
            "west" => {
                tree.is_definite(t)
                    && matches!(rel, Deprel::Nsubj | Deprel::Obj | Deprel::Iobj | Deprel::OblAgent)
                    && tree.kid(t, &[Deprel::Nmod]).is_none()
            }
            "Western" => alone && rel == Deprel::Amod,
            _ => false,
        }
    }

    /// Words that cover the noun phrase of `t` to the left, for the participant's span.
    fn span_with_modifiers(&self, t: TokenIdx) -> Span {
        let mut span = self.tree.analysis.token(t).span;
        for &k in self.tree.kids(t) {
            let rel = self.tree.rel(k);
            let left = k < t
                && matches!(
                    rel,
                    Deprel::Amod
                        | Deprel::Compound
                        | Deprel::NmodPoss
                        | Deprel::NmodDesc
                        | Deprel::Nummod
                        | Deprel::Flat
                );
            if left || (k > t && rel == Deprel::Flat) {
                span = span.cover(self.tree.analysis.token(k).span);
                for &kk in self.tree.kids(k) {
                    if kk < k
                        && matches!(
                            self.tree.rel(kk),
                            Deprel::Amod | Deprel::Compound | Deprel::Flat | Deprel::NmodPoss
                        )
                    {
                        span = span.cover(self.tree.analysis.token(kk).span);
                    }
                }
            }
        }
        span
    }

    fn find_in_chain(&self, t: TokenIdx, m: &Mention) -> Found {
        let analysis = self.tree.analysis;
        let chain = &analysis.chains[m.chain as usize];
        let mut best: Option<Found> = None;
        for pass in [MentionKind::Name, MentionKind::Nominal] {
            for &i in &chain.mentions {
                let other = &analysis.mentions[i as usize];
                if other.kind != pass || other.head == t {
                    continue;
                }
                let found = self.find(other.head);
                if found.participant.is_some() {
                    best = Some(found);
                    break;
                }
            }
            if best.is_some() {
                break;
            }
        }
        let lemma = model::lowered(self.tree.form(t));
        let person = matches!(lemma.as_ref(), "he" | "him" | "his" | "she" | "her" | "i" | "me");
        let Some(mut found) = best else {
            return Found { person, ..Found::default() };
        };
        if let Some(p) = &mut found.participant {
            p.span = analysis.token(t).span;
            // A pronoun for a country is its government.
        }
        found
    }

    fn words_from(&self, t: TokenIdx) -> Vec<&'a str> {
        let s = &self.tree.analysis.sentences[self.tree.analysis.sentence_of(t)];
        (t.0..s.end.0.min(t.0 + 12)).map(|k| self.tree.form(TokenIdx(k))).collect()
    }
}

/// A state or territory, not one of the codes for bodies of several.
pub(crate) fn is_country(code: &str) -> bool {
    !matches!(code, "IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")
}
