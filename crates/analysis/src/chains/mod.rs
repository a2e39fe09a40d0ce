//! Words with syntax in, mentions and chains out: who is spoken of, and which mentions are one.
//!
//! In "Mexico's president said she had called Mr Trump. The US leader thanked her." the words
//! "Mexico's president", "she" and "her" are one chain, "Mr Trump" and "The US leader" another.
//!
//! It never decides what an entity is coded as (that is the coder's work, at the document's day);
//! it only asks the knowledge base who may be meant. Method: deterministic passes from the most to
//! the least certain link, after Lee et al. 2013 (the "multi-pass sieve"); pronouns take the
//! candidate with the highest sum of preferences, after Lappin and Leass 1994.

mod detect;
mod loose;
mod names;
mod nominals;
mod placing;
mod profile;
mod pronouns;
mod weights;
mod words;

use std::borrow::Cow;

use knowledge::{AliasKind, Knowledge};
use model::{
    Analysis, Chain, Date, Deprel, LooseChain, Mention, MentionKind, NameKind, Quote, Sentence,
    Span, Token, TokenIdx,
};
use rustc_hash::FxHashMap;

pub use self::loose::PhraseChoice;
use self::profile::{Facts, Profile};

/// Names of the features that pronouns are weighed by, and the kinds of pronouns, as in
/// `models/en/pronouns.tsv`.
pub const PRONOUN_FEATURES: &[&str] = weights::Feature::NAMES;
/// Kinds of pronouns with weights of their own.
pub const PRONOUN_KINDS: [&str; 5] = weights::KINDS;

/// One pronoun with everything it may take up, for fitting the weights.
#[derive(Clone, Debug)]
pub struct Choice {
    /// The pronoun, in bytes.
    pub pronoun: Span,
    /// Index into [`PRONOUN_KINDS`].
    pub kind: usize,
    /// Mentions it may take up, in bytes, with indices into [`PRONOUN_FEATURES`].
    pub candidates: Vec<(Span, Vec<usize>)>,
}

pub(super) struct Builder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
    quotes: &'a [Quote],
    knowledge: &'a Knowledge,
    today: Option<Date>,
    /// Children of every token, in reading order.
    kids: Vec<Vec<u32>>,
    /// Lemmas in lower case.
    lemmas: Vec<Cow<'a, str>>,
    mentions: Vec<Mention>,
    /// What each mention says by itself.
    facts: Vec<Facts>,
    chains: Vec<Chain>,
    profiles: Vec<Profile>,
    /// Mention by head token.
    by_head: FxHashMap<u32, u32>,
    /// Chains by a noun that they were told by, one more entry each time.
    by_noun: FxHashMap<String, Vec<u32>>,
    /// First chain of each known entity.
    by_known: FxHashMap<usize, usize>,
    /// Most mentions of one chain.
    most: u32,
    /// What pronouns could have taken up, where somebody asks.
    choices: Option<Vec<Choice>>,
}

/// Chain of a mention that is not joined yet.
const LOOSE: u32 = u32::MAX;

/// Finds mentions and joins them into chains, both in reading order.
///
/// Nouns that no name, office or role makes known are mentions only where something takes them up
/// again.
pub(crate) fn find(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    quotes: &[Quote],
    knowledge: &Knowledge,
    today: Option<Date>,
) -> (Vec<Mention>, Vec<Chain>) {
    let mut builder = Builder::new(text, tokens, sentences, quotes, knowledge, today);
    builder.link();
    builder.finish()
}

/// Loose chains of an analysed text, by first phrase.
pub fn loose(
    text: &str,
    analysis: &Analysis,
    knowledge: &Knowledge,
    today: Option<Date>,
) -> Vec<LooseChain> {
    let (tokens, sentences) = (&analysis.tokens, &analysis.sentences);
    let mut builder = Builder::new(text, tokens, sentences, &analysis.quotes, knowledge, today);
    builder.link();
    loose::gather(&builder)
}

/// Names of the features and kinds of phrases that loose chains are joined by, as in
/// `models/en/chains.tsv`.
pub fn phrase_features() -> (Vec<String>, &'static [&'static str]) {
    (loose::names(), &loose::KINDS)
}

/// What every phrase of a text may join, in reading order; `gold` tells the number of the gold
/// chain of a phrase by its span and its head's, in bytes.
pub fn phrase_choices(
    text: &str,
    analysis: &Analysis,
    knowledge: &Knowledge,
    gold: &dyn Fn(Span, Span) -> Option<usize>,
) -> Vec<PhraseChoice> {
    let (tokens, sentences) = (&analysis.tokens, &analysis.sentences);
    let mut builder = Builder::new(text, tokens, sentences, &analysis.quotes, knowledge, None);
    builder.link();
    loose::choices(&builder, gold)
}

/// What the third-person pronouns of a text may take up, in reading order.
pub fn choices(text: &str, analysis: &Analysis, knowledge: &Knowledge) -> Vec<Choice> {
    let (tokens, sentences) = (&analysis.tokens, &analysis.sentences);
    let mut builder = Builder::new(text, tokens, sentences, &analysis.quotes, knowledge, None);
    builder.choices = Some(Vec::new());
    builder.link();
    builder.choices.unwrap_or_default()
}

impl<'a> Builder<'a> {
    /// Finds the mentions and reads what each says by itself.
    fn new(
        text: &'a str,
        tokens: &'a [Token],
        sentences: &'a [Sentence],
        quotes: &'a [Quote],
        knowledge: &'a Knowledge,
        today: Option<Date>,
    ) -> Self {
        let mut kids = vec![Vec::new(); tokens.len()];
        for (t, token) in tokens.iter().enumerate() {
            if let Some(head) = token.head {
                kids[head.at()].push(t as u32);
            }
        }
        let mut builder = Builder {
            text,
            tokens,
            sentences,
            quotes,
            knowledge,
            today,
            kids,
            lemmas: tokens.iter().map(|t| model::lowered(&t.lemma)).collect(),
            mentions: Vec::new(),
            facts: Vec::new(),
            chains: Vec::new(),
            profiles: Vec::new(),
            by_head: FxHashMap::default(),
            by_noun: FxHashMap::default(),
            by_known: FxHashMap::default(),
            most: 0,
            choices: None,
        };
        for sentence in sentences {
            builder.detect(sentence);
        }
        builder.mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.end)));
        for (i, m) in builder.mentions.iter().enumerate() {
            builder.by_head.entry(m.head.0).or_insert(i as u32);
        }
        builder.facts = builder.mentions.iter().map(|m| builder.read_facts(m)).collect();
        builder
    }

    fn form(&self, t: usize) -> &'a str {
        self.tokens[t].span.of(self.text)
    }

    fn lemma(&self, t: usize) -> &str {
        &self.lemmas[t]
    }

    fn kids(&self, t: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.kids[t].iter().map(|&k| k as usize)
    }

    fn sentence_of(&self, t: TokenIdx) -> usize {
        self.sentences.partition_point(|s| s.end <= t)
    }

    fn words_of(&self, m: &Mention) -> Vec<&'a str> {
        (m.first.at()..m.end.at()).map(|t| self.form(t)).collect()
    }

    fn in_class(&self, class: &str, word: &str) -> bool {
        self.knowledge.classes.contains(class, word)
    }

    /// The entity whose name is exactly these words.
    fn known_of(&self, words: &[&str]) -> Option<(usize, AliasKind)> {
        let (n, hits) = self.knowledge.entities.longest_at(words)?;
        (n == words.len()).then(|| hits.first().map(|h| (h.entity, h.kind))).flatten()
    }

    /// The direct or mixed quotation that holds a span.
    fn quote_at(&self, span: Span) -> Option<&'a Quote> {
        self.quotes.iter().filter(|q| q.kind.is_marked()).find(|q| q.span.contains(span))
    }

    /// Joins mentions in reading order, and last those who speak of themselves.
    fn link(&mut self) {
        for i in 0..self.mentions.len() {
            let first_person = self.mentions[i].kind == MentionKind::Pronoun
                && words::is_first_person(&self.facts[i].word);
            if !first_person && self.mentions[i].chain == LOOSE {
                self.link_one(i);
            }
        }
        for i in 0..self.mentions.len() {
            if self.mentions[i].chain == LOOSE {
                let chain = self.chain_of_first_person(i);
                self.join_or_open(i, chain);
            }
        }
    }

    fn link_one(&mut self, i: usize) {
        let chain = match self.mentions[i].kind {
            MentionKind::Name => self.chain_of_name(i),
            MentionKind::Nominal => self.chain_of_nominal(i),
            MentionKind::Pronoun => {
                self.record(i);
                self.taken_up_by(i).map(|j| {
                    // It may point ahead, to somebody not joined yet.
                    if self.mentions[j].chain == LOOSE {
                        self.link_one(j);
                    }
                    self.mentions[j].chain as usize
                })
            }
        };
        self.join_or_open(i, chain);
    }

    fn record(&mut self, i: usize) {
        if self.choices.is_none() || words::is_second_person(&self.facts[i].word) {
            return;
        }
        let candidates = self
            .candidates(i)
            .into_iter()
            .map(|c| {
                let features = c.features.iter().map(|f| *f as usize).collect();
                (self.mentions[c.mention].span, features)
            })
            .collect();
        let choice =
            Choice { pronoun: self.mentions[i].span, kind: self.kind_of_pronoun(i), candidates };
        if let Some(choices) = &mut self.choices {
            choices.push(choice);
        }
    }

    fn join_or_open(&mut self, i: usize, chain: Option<usize>) {
        let chain = chain.unwrap_or_else(|| {
            self.chains.push(Chain::default());
            self.profiles.push(Profile::default());
            self.chains.len() - 1
        });
        self.mentions[i].chain = chain as u32;
        self.chains[chain].mentions.push(i as u32);
        let m = &self.mentions[i];
        if m.kind == MentionKind::Name
            && self.facts[i].n_words > self.profiles[chain].n_name_words
            && !self.facts[i].is_attribute
        {
            self.chains[chain].name =
                m.span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        }
        self.profiles[chain].learn(m, &self.facts[i], self.tokens);
        self.most = self.most.max(self.profiles[chain].n_mentions);
        if m.kind == MentionKind::Nominal {
            self.by_noun.entry(self.facts[i].lemma.clone()).or_default().push(chain as u32);
        }
        if let Some(entity) = self.profiles[chain].known {
            self.by_known.entry(entity).and_modify(|c| *c = chain.min(*c)).or_insert(chain);
        }
    }

    /// Leaves out plain nouns that nothing takes up, and numbers what stays.
    fn finish(self) -> (Vec<Mention>, Vec<Chain>) {
        let Builder { mentions, facts, mut chains, profiles, .. } = self;
        for (chain, profile) in chains.iter_mut().zip(&profiles) {
            chain.gender = profile.gender;
            chain.mentions.sort_unstable();
        }
        let stays =
            |i: usize| !facts[i].is_plain || chains[mentions[i].chain as usize].mentions.len() > 1;
        let mut new_mention = vec![LOOSE; mentions.len()];
        let mut new_chain = vec![LOOSE; chains.len()];
        let (mut kept, mut out): (Vec<Mention>, Vec<Chain>) = (Vec::new(), Vec::new());
        for (i, m) in mentions.iter().enumerate().filter(|(i, _)| stays(*i)) {
            new_mention[i] = kept.len() as u32;
            let chain = &mut new_chain[m.chain as usize];
            if *chain == LOOSE {
                *chain = out.len() as u32;
                out.push(chains[m.chain as usize].clone());
            }
            kept.push(Mention { chain: *chain, ..m.clone() });
        }
        for chain in &mut out {
            for i in &mut chain.mentions {
                *i = new_mention[*i as usize];
            }
        }
        (kept, out)
    }
}

/// Whether the relation is a subject's.
fn is_subject(deprel: Deprel) -> bool {
    matches!(
        deprel,
        Deprel::Nsubj | Deprel::NsubjPass | Deprel::NsubjOuter | Deprel::Csubj | Deprel::CsubjPass
    )
}

/// Whether a name of this kind can be a human being.
fn may_be_person(kind: Option<NameKind>) -> bool {
    matches!(kind, Some(NameKind::Person) | None)
}
