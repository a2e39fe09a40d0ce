//! Two marked spans in, what company the words around them keep out: means of word vectors.
//!
//! "<The army> pounded <the suburb>": no table knows "pound", but its vector lies near "shell" and
//! "bomb". Each group of words (those between the spans, the governors of the spans, their objects
//! and auxiliaries, …) gives one mean ([`knowledge::vectors`]); what it weighs for each type is
//! fitted. The words of the spans themselves are left out of all but the sentence's: who acts says
//! little of what is done. It keeps no word.

use knowledge::vectors::WordVectors;
use model::{Deprel, TokenIdx, Upos};

use super::Ends;
use crate::tree::Tree;

/// Names of the groups, in the order of their vectors.
pub(crate) const GROUPS: [&str; 13] = [
    "sentence",
    "verbs",
    "between",
    "between-forward",
    "after",
    "governor-of-actor",
    "governor-of-recipient",
    "verb-of-actor",
    "verb-of-recipient",
    "objects",
    "small",
    "path",
    "beside",
];

/// Words of a group at most, counted from the first span: what lies further says less.
const N_BETWEEN: usize = 12;
const N_AFTER: usize = 8;

/// The vectors of all groups, one after the other; zeros where a group is empty.
pub(crate) fn company(tree: &Tree<'_>, ends: &Ends) -> Vec<f32> {
    let vectors = WordVectors::embedded();
    let mut out = Vec::with_capacity(GROUPS.len() * vectors.n_dims());
    let groups = Groups::find(tree, ends);
    let forms = |list: &[TokenIdx]| vectors.mean(list.iter().map(|&t| tree.form(t)));
    let lemmas = |list: &[TokenIdx]| vectors.mean(list.iter().map(|&t| tree.lemma(t)));
    let between = forms(&groups.between);
    let forward = if groups.forward { between.clone() } else { vectors.mean([""; 0]) };
    for vector in [
        forms(&groups.sentence),
        lemmas(&groups.verbs),
        between,
        forward,
        forms(&groups.after),
        lemmas(groups.above_actor.get(..1).unwrap_or_default()),
        lemmas(groups.above_recipient.get(..1).unwrap_or_default()),
        lemmas(verb(tree, &groups.above_actor)),
        lemmas(verb(tree, &groups.above_recipient)),
        lemmas(&groups.objects),
        lemmas(&groups.small),
        lemmas(&groups.path),
        lemmas(&groups.beside),
    ] {
        out.extend(vector);
    }
    out
}

/// The words of each group.
#[derive(Default)]
struct Groups {
    sentence: Vec<TokenIdx>,
    verbs: Vec<TokenIdx>,
    between: Vec<TokenIdx>,
    after: Vec<TokenIdx>,
    /// The actor stands first.
    forward: bool,
    /// Heads of each span outside both, nearest first; without spans the root.
    above_actor: Vec<TokenIdx>,
    above_recipient: Vec<TokenIdx>,
    /// What the actor's verb governs, subjects apart.
    objects: Vec<TokenIdx>,
    /// Auxiliaries, adverbs and conjunctions of the verbs.
    small: Vec<TokenIdx>,
    /// Content words and prepositions between the spans by the tree.
    path: Vec<TokenIdx>,
    /// What else hangs on the path.
    beside: Vec<TokenIdx>,
}

impl Groups {
    fn find(tree: &Tree<'_>, ends: &Ends) -> Groups {
        let anchor = ends.actor.first().or(ends.recipient.first()).copied();
        let n = anchor.map_or(0, |t| tree.analysis.sentence_of(t));
        let Some(sentence) = tree.analysis.sentences.get(n) else { return Groups::default() };
        let mut groups = Groups { sentence: sentence.tokens().collect(), ..Groups::default() };
        groups.verbs = sentence.tokens().filter(|&t| tree.upos(t) == Upos::Verb).collect();
        groups.lie(ends);
        let (mut up, mut down) = (chain(tree, &ends.actor), chain(tree, &ends.recipient));
        if anchor.is_none() {
            up = groups.sentence.iter().copied().filter(|&t| tree.head(t).is_none()).collect();
            down.clone_from(&up);
        }
        let outside = |t: &TokenIdx| !ends.actor.contains(t) && !ends.recipient.contains(t);
        let joint = up.iter().copied().find(|t| down.contains(t));
        let mut path: Vec<TokenIdx> = Vec::new();
        for chain in [&up, &down] {
            let n = chain.iter().position(|t| Some(*t) == joint).map_or(chain.len(), |at| at + 1);
            path.extend(chain[..n].iter().copied().filter(outside));
        }
        groups.beside =
            groups.hanging(tree, &path, |rel| !matches!(rel, Deprel::Det | Deprel::Punct));
        groups.beside.retain(outside);
        groups.path = path.into_iter().filter(|&t| is_telling(tree.upos(t))).collect();
        groups.above_actor = up.into_iter().filter(outside).collect();
        groups.above_recipient = down.into_iter().filter(outside).collect();
        let mut verbs = verb(tree, &groups.above_actor).to_vec();
        let inner = |rel| matches!(rel, Deprel::Obj | Deprel::Xcomp | Deprel::Ccomp);
        groups.objects = groups.hanging(tree, &verbs, |rel| inner(rel) || rel == Deprel::Obl);
        groups.objects.retain(|t| !ends.actor.contains(t));
        let governed = groups.hanging(tree, &verbs, inner);
        verbs.extend(verb(tree, &groups.above_recipient).iter().chain(&governed));
        groups.small = groups.hanging(tree, &verbs, |rel| {
            matches!(rel, Deprel::Aux | Deprel::AuxPass | Deprel::Advmod | Deprel::Mark)
        });
        groups
    }

    /// Between the spans and after them, in reading order.
    fn lie(&mut self, ends: &Ends) {
        let (actor, recipient) = (ends.actor.first(), ends.recipient.first());
        self.forward = actor < recipient && actor.is_some();
        let (first, second) = if self.forward {
            (&ends.actor, &ends.recipient)
        } else {
            (&ends.recipient, &ends.actor)
        };
        let last = ends.actor.last().max(ends.recipient.last());
        if let (Some(from), Some(to)) = (first.last(), second.first()) {
            let between = self.sentence.iter().copied().filter(|t| from < t && t < to);
            self.between = between.take(N_BETWEEN).collect();
        }
        if let Some(last) = last {
            let after = self.sentence.iter().copied().filter(|t| t > last);
            self.after = after.take(N_AFTER).collect();
        }
    }

    /// Words of the sentence that hang on one of `heads` by such a relation, without these.
    fn hanging(
        &self,
        tree: &Tree<'_>,
        heads: &[TokenIdx],
        by: impl Fn(Deprel) -> bool,
    ) -> Vec<TokenIdx> {
        let hangs = |t: &TokenIdx| {
            !heads.contains(t)
                && by(tree.rel(*t))
                && tree.head(*t).is_some_and(|head| heads.contains(&head))
        };
        self.sentence.iter().copied().filter(hangs).collect()
    }
}

/// The highest word of a span and its heads, nearest first.
fn chain(tree: &Tree<'_>, span: &[TokenIdx]) -> Vec<TokenIdx> {
    let inside = |t: TokenIdx| span.contains(&t);
    let top = span.iter().copied().find(|&t| !tree.head(t).is_some_and(inside));
    top.into_iter().chain(top.into_iter().flat_map(|t| tree.ancestors(t))).collect()
}

/// The nearest verb, else the nearest word.
fn verb<'t>(tree: &Tree<'_>, heads: &'t [TokenIdx]) -> &'t [TokenIdx] {
    let at = heads.iter().position(|&t| tree.upos(t) == Upos::Verb).unwrap_or(0);
    heads.get(at..=at).unwrap_or_default()
}

fn is_telling(upos: Upos) -> bool {
    matches!(
        upos,
        Upos::Verb | Upos::Noun | Upos::Adj | Upos::Propn | Upos::Adv | Upos::Adp | Upos::Part
    )
}
