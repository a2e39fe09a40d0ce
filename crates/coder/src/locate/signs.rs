//! What speaks for a name being where an act takes place, told one by one.

use model::{Deprel, EventType, TokenIdx, Upos};

use super::{Name, bucket, governor, is_country, is_in, path, top};
use crate::{
    likely_sides::cast::{DIGITS, yes},
    tree::Tree,
    weights::Signs,
};

/// A chance from which a word is taken to name the act that it hints at.
const TOLD: f32 = 0.3;

/// An act, and the names in its sentence.
pub(super) struct Scene<'s> {
    pub(super) act: TokenIdx,
    pub(super) here: &'s [Name],
    /// How far the heads of the names are from the act, in words, the nearest first.
    pub(super) near: &'s [u32],
}

pub(super) fn tell(tree: &Tree<'_>, scene: &Scene<'_>, m: &Name, out: &mut impl Signs) {
    let Scene { act, here, near } = *scene;
    let head = top(tree, m);
    let preposition = tree.preposition(head).unwrap_or("-".into());
    let p = preposition.as_ref();
    let relation = tree.rel(head).as_str();
    let path = path(tree, act, head);
    let distance = head.0.abs_diff(act.0);
    let order = if head > act { "after" } else { "before" };
    let rank = near.iter().position(|d| *d == m.head.0.abs_diff(act.0)).unwrap_or(9).min(3);
    let rank = DIGITS[rank];
    let (lo, hi) = if head < act { (head.0 + 1, act.0) } else { (act.0 + 1, m.first.0) };
    let between = || (lo..hi.max(lo)).map(TokenIdx);
    let verbs = DIGITS[between().filter(|&k| tree.upos(k) == Upos::Verb).count().min(3)];
    let names = here.iter().filter(|o| o.first.0 >= lo && o.first.0 < hi && o.head != m.head);
    let names = DIGITS[names.count().min(2)];
    let country = yes(is_country(tree, m));
    let voice = if tree.is_passive(act) { "passive" } else { "active" };
    let subject = yes(is_in(tree, act, head, &[Deprel::Nsubj, Deprel::NsubjPass]));
    let object = yes(is_in(tree, act, head, &[Deprel::Obj]));
    let of = |most: usize| DIGITS[near.len().min(most)];
    out.add(&["bias"]);
    out.add(&["p=", p]);
    out.add(&["r=", relation]);
    out.add_with(&["path=", &path], &["|p=", p]);
    out.add(&["d=", bucket(distance), "|", order]);
    out.add(&["rank=", rank, "|of=", of(4)]);
    out.add(&["rank=", rank, "|", order]);
    out.add(&["verbs=", verbs, "|", order]);
    out.add(&["names=", names, "|", order]);
    out.add(&["country=", country, "|of=", of(3)]);
    out.add(&[voice, "|subject=", subject, "|object=", object]);
    out.add(&["p=", p, "|verbs=", verbs, "|", order]);
    out.add(&["p=", p, "|rank=", rank]);
    out.add(&["upos=", tree.upos(act).as_str()]);
    let verb = governor(tree, act, head);
    let others_in = here.iter().filter(|o| {
        let hangs = tree.preposition(top(tree, o));
        o.head != m.head && matches!(hangs.as_deref(), Some("in" | "at" | "near"))
    });
    let n_in = DIGITS[others_in.count().min(2)];
    out.add_with(&["verb=", verb], &["|p=", p]);
    out.add(&["verb=", verb, "|rank=", rank, "|", order]);
    out.add(&["verb=", verb, "|country=", country]);
    out.add(&["in=", n_in, "|p=", p]);
    out.add(&["in=", n_in, "|verb=", verb]);
    let comma = |at: TokenIdx| tree.form(at) == ",";
    if here.iter().any(|o| o.end.0 + 1 == m.first.0 && comma(o.end)) {
        out.add(&["container"]);
    }
    if here.iter().any(|o| m.end.0 + 1 == o.first.0 && comma(m.end)) {
        out.add(&["contained"]);
    }
    out.add_with(&["kind=", m.kind], &["|p=", p]);
    out.add(&["path=", &path, "|verbs=", verbs]);
    out.add(&["path=", &path, "|country=", country]);
    out.add(&["path=", &path, "|rank=", rank]);
    if matches!(tree.rel(act), Deprel::Root | Deprel::Conj | Deprel::Ccomp | Deprel::Acl) {
        out.add(&["act=", tree.rel(act).as_str(), "|", &path]);
    }
    tell_kinds(tree, scene, m, (p, relation, &path), out);
}

/// What kind of act it is, what kind of name, and how the name stands to the others.
fn tell_kinds(
    tree: &Tree<'_>,
    scene: &Scene<'_>,
    m: &Name,
    (p, relation, path): (&str, &str, &str),
    out: &mut impl Signs,
) {
    let Scene { act, here, .. } = *scene;
    let head = top(tree, m);
    let hint = tree.analysis.hint(act).map(model::Hint::likeliest);
    let kind = hint.filter(|h| h.1 >= TOLD).map_or("-", |h| EventType::as_str(h.0));
    out.add_with(&["t=", kind, "|r=", relation], &["|p=", p]);
    out.add(&["t=", kind, "|path=", path]);
    // What stands with others hangs as the first of them does.
    let first = first_of_several(tree, head);
    let with = if first == head { "alone" } else { "beside" };
    let first_path = super::path(tree, act, first);
    let first_p = tree.preposition(first).unwrap_or("-".into());
    out.add_with(&["first=", &first_path], &["|p=", &first_p]);
    out.add(&["first p=", &first_p, "|", with]);
    out.add(&["first p=", &first_p, "|t=", kind]);
    let beside_place = here.iter().any(|o| {
        o.head != m.head && o.kind == "place" && first_of_several(tree, top(tree, o)) == first
    });
    out.add(&["beside place=", yes(beside_place), "|kind=", m.kind]);
    // "Basra's", "the city of Basra", "the Basra police"
    if tree.kids(m.head).iter().any(|&k| tree.xpos(k) == model::Xpos::Pos) {
        out.add_with(&["possessor"], &["|path=", path]);
    }
    let generic = if head == m.head { "-" } else { tree.lemma(head).as_str() };
    let generic = if super::GENERIC.contains(&generic) { generic } else { "-" };
    out.add_with(&["generic=", generic], &["|p=", p]);
    let last = TokenIdx(m.end.0 - 1);
    let built = ["building", "outpost", "road"].into_iter().find(|c| tree.in_class(c, last));
    out.add_with(&["last=", built.unwrap_or("-")], &["|p=", p]);
    // "a school in Basra in southern Iraq": one holds the other.
    let holds = here.iter().any(|o| o.head != m.head && tree.is_under(m.head, top(tree, o)));
    let held = here.iter().any(|o| o.head != m.head && tree.is_under(o.head, head));
    let nested = match (holds, held) {
        (true, true) => "both",
        (true, false) => "in another",
        (false, true) => "around another",
        (false, false) => "-",
    };
    out.add_with(&["nested=", nested], &["|country=", yes(is_country(tree, m))]);
    out.add(&["nested=", nested, "|p=", p]);
}

/// The first of those that a word is coordinated with; itself where it is none.
pub(super) fn first_of_several(tree: &Tree<'_>, mut at: TokenIdx) -> TokenIdx {
    while tree.rel(at) == Deprel::Conj
        && let Some(h) = tree.head(at).filter(|h| tree.upos(*h) != Upos::Verb)
    {
        at = h;
    }
    at
}
