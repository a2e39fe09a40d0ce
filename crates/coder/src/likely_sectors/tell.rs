//! Somebody on a side of an act in, what speaks for the sectors they may act for out.

use model::{Deprel, Participant, Party, QuoteKind, Sector, TokenIdx, Upos};

use super::first_sector;
use crate::{
    compose::{Composer, Draft},
    confidence,
    likely_sides::{
        cast::{Cast, DIGITS, yes},
        odds, steps,
    },
    weights::Signs,
};

/// Chance from which a party that a hint tells is looked at.
const SEEN: f32 = 0.04;

/// What of an act is the same for everybody on its sides.
pub(super) struct Scene {
    draft: usize,
    sentence: usize,
    lemma: String,
    form: &'static str,
    reasons: Vec<String>,
    quoted: bool,
}

/// How somebody is named.
struct Name {
    /// The last word of what names them; none where their country alone is told.
    head: Option<TokenIdx>,
    at: &'static str,
    kind: &'static str,
}

/// What bodies of a state act for.
pub(super) fn state(sector: Sector) -> bool {
    use Sector::{Cop, Gov, Jud, Leg, Mil, Spy};
    matches!(sector, Cop | Gov | Jud | Leg | Mil | Spy)
}

impl Draft {
    pub(crate) fn side(&self, is_recipient: bool) -> &[Participant] {
        if is_recipient { &self.recipients } else { &self.actors }
    }

    pub(crate) fn side_mut(&mut self, is_recipient: bool) -> &mut Vec<Participant> {
        if is_recipient { &mut self.recipients } else { &mut self.actors }
    }
}

impl Composer<'_, '_, '_> {
    pub(super) fn scene(&self, d: usize) -> Scene {
        let (tree, draft) = (self.tree, &self.drafts[d]);
        Scene {
            draft: d,
            sentence: tree.analysis.sentence_of(draft.head),
            // Words of our own lists only.
            lemma: if tree.is_listed(draft.head) {
                tree.lemma(draft.head).clone()
            } else {
                String::new()
            },
            form: match tree.upos(draft.head) {
                Upos::Noun | Upos::Propn => "n",
                Upos::Verb => "v",
                _ => "o",
            },
            reasons: draft.why.iter().filter_map(|w| confidence::reason(w)).collect(),
            quoted: tree
                .analysis
                .quotes
                .iter()
                .any(|q| q.kind == QuoteKind::Direct && q.span.contains(draft.trigger)),
        }
    }

    fn name(&self, scene: &Scene, p: &Participant) -> Name {
        let (tree, analysis) = (self.tree, self.tree.analysis);
        let trigger = analysis.token(self.drafts[scene.draft].head).span;
        let Some(head) = tree.last_word(p.span).filter(|_| p.span != trigger) else {
            return Name { head: None, at: "unsaid", kind: "none" };
        };
        let here = analysis.sentences[scene.sentence].span.contains(p.span);
        let kind = if self.who.name_of(head).is_some() {
            "name"
        } else if tree.upos(head) == Upos::Pron {
            "pronoun"
        } else {
            "noun"
        };
        Name { head: Some(head), at: if here { "here" } else { "elsewhere" }, kind }
    }

    /// Whether the words that name somebody say the sector: a noun, or what a pronoun takes up.
    pub(super) fn says_sector(&self, scene: &Scene, p: &Participant) -> bool {
        let open = matches!(
            p.entity.code.sectors.first(),
            None | Some(Sector::Gov | Sector::Cvl | Sector::Eli)
        );
        !open && matches!(self.name(scene, p).kind, "noun" | "pronoun")
    }

    /// Whether the name of somebody says that they are of the state: "the Supreme Court", "the
    /// Municipality of Livorno".
    pub(super) fn is_of_state(&self, scene: &Scene, p: &Participant) -> bool {
        let of_state = p.entity.code.sectors.first().copied().is_some_and(state);
        let head = self.name(scene, p).head.filter(|_| of_state);
        head.and_then(|h| self.who.name_of(h)).is_some_and(|m| self.who.is_body_by_name(m))
    }

    /// Tells what somebody is by the rules, how the text names them, and what they do.
    pub(super) fn tell_acting(
        &self,
        scene: &Scene,
        is_recipient: bool,
        p: &Participant,
        cast: &Cast,
        out: &mut impl Signs,
    ) {
        let draft = &self.drafts[scene.draft];
        let side = if is_recipient { "r:" } else { "a:" };
        let (kind, kept) = (draft.event_type.as_str(), first_sector(&p.entity));
        let name = self.name(scene, p);
        let known = yes(p.entity.id.is_some());
        out.add(&[side]);
        out.add(&[side, kind]);
        out.add(&[side, kind, "|", scene.form]);
        out.add(&[side, "lemma=", &scene.lemma]);
        for mode in &draft.modes {
            out.add(&[side, "mode=", mode.as_str()]);
        }
        out.add(&[side, kind, "|", draft.status.as_str()]);
        out.add(&[side, if scene.quoted { "quoted" } else { "told" }]);
        out.add(&["kept=", kept]);
        out.add(&[side, "kept=", kept, "|", kind]);
        out.add(&["kept=", kept, "|", name.kind, known, name.at]);
        out.add(&["kept=", kept, "|lemma=", &scene.lemma]);
        if let Some(office) = &p.entity.office {
            out.add(&["kept=", kept, "|office"]);
            out.add(&["office=", office]);
            out.add(&["office=", office, "|", side, kind]);
        }
        if let Some(country) = &p.entity.code.country {
            out.add(&["kept=", kept, "|of=", country]);
            if cast.main.is_some_and(|c| cast.countries[c] == *country) {
                out.add(&["main|kept=", kept, "|", kind]);
            }
        }
        for other in p.entity.code.sectors.iter().skip(1) {
            out.add(&["kept=", kept, "|then=", other.as_str()]);
        }
        for reason in &scene.reasons {
            out.add(&[side, "kept=", kept, "|", reason]);
        }
        let list = draft.side(is_recipient);
        out.add(&["n=", DIGITS[list.len().min(4)]]);
        match p.entity.code.country.as_deref() {
            None => out.add(&["dash|", kind]),
            Some(body @ ("IGO" | "UNO" | "EUR" | "NGO" | "ISM" | "IMG" | "MNC")) => {
                out.add(&["body=", body]);
            }
            Some(_) => out.add(&["land"]),
        }
        self.tell_hint(scene, is_recipient, p, out);
        self.tell_name(&name, kept, out);
        match draft.side(!is_recipient).first() {
            None => out.add(&[side, "alone|", kind]),
            Some(other) => {
                let home = yes(other.entity.code.country == p.entity.code.country);
                let sector = first_sector(&other.entity);
                out.add(&[side, "other=", sector, "|", home]);
                out.add(&[side, "other=", sector, "|", home, "|", kind]);
            }
        }
        self.tell_neighbours(scene, is_recipient, p, cast, &name, out);
    }

    /// What the trigger hints at of the side.
    fn tell_hint(&self, scene: &Scene, is_recipient: bool, p: &Participant, out: &mut impl Signs) {
        let head = self.drafts[scene.draft].head;
        let Some(hint) = self.tree.analysis.hint(head).filter(|h| h.tells_sides()) else { return };
        let level = |chance: f32| steps(Some(odds(chance)));
        let (best, chance) = hint.likeliest_party(is_recipient);
        out.add(&["hint=", best.as_str(), "|", level(chance)]);
        out.add(&["hint=", best.as_str(), "|kept=", first_sector(&p.entity)]);
        let own = hint.party(Party::of(&p.entity.code), is_recipient);
        out.add(&["hint-kept=", first_sector(&p.entity), "|", level(own)]);
        for (party, chance) in hint.parties(is_recipient).filter(|x| x.1 >= SEEN) {
            out.add(&["hint:", party.as_str(), "|", level(chance)]);
        }
    }

    /// The words that name somebody, as far as they stand in our lists.
    fn tell_name(&self, name: &Name, kept: &str, out: &mut impl Signs) {
        let Some(head) = name.head else { return };
        let tree = self.tree;
        let listed = |word: &str, t: TokenIdx, out: &mut dyn FnMut(&[&str])| {
            if tree.is_listed(t) {
                let lemma = tree.lemma(t);
                out(&[word, lemma]);
                out(&["kept=", kept, "|", word, lemma]);
            }
        };
        if name.kind == "noun" {
            listed("m=", head, &mut |f| out.add(f));
        }
        for &k in tree.kids(head) {
            if matches!(
                tree.rel(k),
                Deprel::Amod | Deprel::Compound | Deprel::Nmod | Deprel::NmodPoss | Deprel::Appos
            ) {
                listed("mm=", k, &mut |f| out.add(f));
            }
        }
    }

    /// Whom else of the country the story names, and who did the like elsewhere in it.
    fn tell_neighbours(
        &self,
        scene: &Scene,
        is_recipient: bool,
        p: &Participant,
        cast: &Cast,
        name: &Name,
        out: &mut impl Signs,
    ) {
        let side = if is_recipient { "r:" } else { "a:" };
        let draft = &self.drafts[scene.draft];
        let kind = draft.event_type.as_str();
        let Some(country) = p.entity.code.country.as_deref() else { return };
        let Ok(c) = cast.countries.binary_search_by(|x| x.as_str().cmp(country)) else { return };
        let own = |i: &usize| {
            let x = &cast.named[*i];
            x.who.span != p.span && !draft.side(!is_recipient).iter().any(|o| o.span == x.who.span)
        };
        let all: Vec<usize> =
            cast.of_around(c, scene.sentence).iter().copied().filter(own).collect();
        let mut counts: Vec<(&'static str, usize)> = Vec::new();
        for &i in &all {
            let sector = first_sector(&cast.named[i].who.entity);
            match counts.iter_mut().find(|x| x.0 == sector) {
                Some(x) => x.1 += 1,
                None => counts.push((sector, 1)),
            }
        }
        for (sector, n) in &counts {
            let many = DIGITS[(n.ilog2() as usize).min(3)];
            out.add(&["has=", sector, "|", many]);
            out.add(&[side, "has=", sector, "|", kind]);
        }
        let best = counts.iter().max_by_key(|x| (x.1, std::cmp::Reverse(x.0)));
        let top = best.map_or("", |x| x.0);
        out.add(&[name.at, "top=", top]);
        // The nearest, those before it first.
        let head = draft.head;
        let far = |&i: &usize| {
            let x = &cast.named[i];
            (x.sentence.abs_diff(scene.sentence), x.head > head, x.head.0.abs_diff(head.0))
        };
        let nearest = all.iter().copied().min_by_key(far);
        let next = all.iter().copied().filter(|i| Some(*i) != nearest).min_by_key(far);
        for (n, i) in nearest.into_iter().chain(next).enumerate() {
            let x = &cast.named[i];
            let away = DIGITS[x.sentence.abs_diff(scene.sentence).min(3)];
            let sector = first_sector(&x.who.entity);
            out.add(&[side, name.at, "near", DIGITS[n], "=", sector, "|", away]);
            out.add(&[side, "near", DIGITS[n], "=", sector, "|", kind]);
        }
        for act in cast.acts_around(scene.sentence).iter().filter(|a| a.draft != scene.draft) {
            let other = &self.drafts[act.draft];
            if other.dropped || other.event_type != draft.event_type {
                continue;
            }
            for x in other.side(is_recipient) {
                if x.entity.code.country.as_deref() == Some(country) {
                    out.add(&[side, "again=", first_sector(&x.entity)]);
                }
            }
        }
    }
}
