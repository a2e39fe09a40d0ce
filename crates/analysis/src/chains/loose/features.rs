//! A phrase and a chain in, what speaks for and against joining them out.

use super::{
    closed::SUBJECT,
    phrase::Phrase,
    state::{Gathered, State},
    table::{Features, Group as G, step},
};

const FAR: [usize; 6] = [0, 1, 2, 4, 8, 16];
const OFTEN: [usize; 4] = [1, 2, 4, 8];

/// What speaks for a phrase that nothing before stands for.
pub(super) fn of_new(p: &Phrase, has_sure: bool) -> Features {
    let mut f = Features::default();
    f.push(G::New, &[]);
    f.push(G::NewPlace, &[step(p.sentence, &[0, 2, 8])]);
    f.push(G::NewVote, &[usize::from(has_sure)]);
    f.push(G::NewRole, &[p.role]);
    f.push_if(p.quote.is_some(), G::NewQuoted);
    if p.is_pronoun {
        f.push_if(p.before_clause, G::NewClausal);
        f.push_if(p.of_adjective, G::NewAdjective);
        f.push_if(p.before_clause && p.of_adjective, G::NewClausalAdjective);
        return f;
    }
    f.push(G::NewPost, &[usize::from(p.has_post)]);
    f.push(G::NewModifiers, &[p.n_modifiers]);
    f.push(G::NewPlural, &[usize::from(p.plural)]);
    f.push(G::NewProper, &[usize::from(p.is_proper)]);
    f.push_if(p.thing, G::NewThing);
    f.push_if(p.person, G::NewPerson);
    f.push_if(p.is_plain, G::NewPlain);
    f.push_if(p.is_predicate, G::NewPredicate);
    f
}

/// What speaks for phrase `p` standing for chain `c`, the `rank`-th asked.
pub(super) fn of_chain(
    state: &State<'_>,
    p: &Phrase,
    c: u32,
    rank: usize,
    is_sure: bool,
) -> Features {
    let chain = &state.chains[c as usize];
    let last = &state.phrases[chain.last];
    let mut f = Features::default();
    let far = step(p.sentence - last.sentence, &FAR);
    f.push(G::Distance, &[far]);
    f.push(G::Rank, &[step(rank, &[0, 1, 2, 4, 8])]);
    f.push(G::Size, &[step(chain.n, &OFTEN)]);
    f.push(G::LastKind, &[last.kind as usize]);
    if p.is_pronoun {
        of_pronoun(&mut f, p, chain, last, far);
    } else {
        of_words(&mut f, p, chain, far);
    }
    let flags = [
        (G::Plural, p.plural, chain.plural),
        (G::Person, p.person, chain.person),
        (G::Thing, p.thing, chain.thing),
    ];
    for (group, own, its) in flags {
        f.push(group, &[usize::from(own), usize::from(its)]);
    }
    if let (Some(a), Some(b)) = (p.gender, chain.gender) {
        f.push(G::Gender, &[usize::from(a == b)]);
    }
    f.push_if(chain.place, G::Place);
    f.push_if(chain.collective, G::Body);
    if last.role == SUBJECT {
        f.push(G::LastSubject, &[usize::from(p.role == SUBJECT)]);
    }
    f.push_if(p.quote != last.quote, G::OtherQuote);
    f.push_if(p.quote == last.quote && p.quote.is_some(), G::SameQuote);
    f.push_if(p.paragraph == last.paragraph, G::SameParagraph);
    if state.questions[p.sentence] > state.questions[last.sentence] {
        f.push(G::Question, &[usize::from(p.sentence - last.sentence > 1)]);
    }
    f.push_if(last.first <= p.first && p.end <= last.end, G::Inside);
    f.push_if(state.speaker_of(p) == Some(c), G::Speaker);
    if is_sure {
        f.push(G::AnyVote, &[]);
        f.push(G::Vote, &[far]);
    }
    f
}

fn of_pronoun(f: &mut Features, p: &Phrase, chain: &Gathered, last: &Phrase, far: usize) {
    f.push(G::SamePronoun, &[usize::from(chain.has(p.kind)), far]);
    f.push_if(p.word == last.word, G::SameWord);
    f.push(G::LastRole, &[last.role]);
    f.push(G::Roles, &[p.role, last.role]);
    f.push(G::Words, &[step(p.head.saturating_sub(last.head), &[3, 8, 16, 32])]);
    let beside = p.governor.is_some() && p.governor == last.governor;
    f.push_if(beside && p.deprel != model::Deprel::NmodPoss, G::Together);
}

fn of_words(f: &mut Features, p: &Phrase, chain: &Gathered, far: usize) {
    let n_new = p.words.iter().filter(|w| !chain.words.contains(w)).count();
    let same_noun = chain.nouns.contains(&p.lemma);
    let of_name = chain.name_words.contains(&p.lemma) || chain.name_words.contains(&p.word);
    let how = if chain.same_words.contains(&p.same_words) {
        0
    } else if same_noun {
        1 + n_new.min(2)
    } else if of_name {
        4 + n_new.min(1)
    } else {
        6 + usize::from(n_new == p.words.len())
    };
    let cross = |f: &mut Features, group: G, v: usize| f.push(group, &[how, v]);
    cross(f, G::MatchDistance, far);
    cross(f, G::MatchSize, step(chain.n, &OFTEN));
    cross(f, G::MatchPost, usize::from(p.has_post));
    cross(f, G::MatchModified, usize::from(p.n_modifiers > 0));
    cross(f, G::MatchLength, p.n_words.saturating_sub(1));
    cross(f, G::MatchProper, usize::from(p.is_proper));
    cross(f, G::MatchRole, p.role);
    f.push_if(chain.has_definite(), G::HasDefinite);
    f.push_if(p.is_attribute, G::Attribute);
    if chain.has_name() {
        f.push(G::MatchNamed, &[how]);
    }
    if same_noun {
        f.push(G::Modifiers, &[chain.fewest_modifiers(p.lemma), p.n_modifiers]);
        f.push_if(p.figures.iter().any(|w| !chain.words.contains(w)), G::Figures);
    }
}
