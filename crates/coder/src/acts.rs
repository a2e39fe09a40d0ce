//! Words in, acts out: which words have a frame here, and which sense of it.
//!
//! The senses of a headword are tried in the order of its file; the first whose words and
//! conditions hold is taken. A sense without event and operator means "reports nothing" and ends
//! the search.

mod words;

use knowledge::{Condition, Path, Pos, Sense, Slot};
use model::{Deprel, EventType, Span, TokenIdx, Upos, Xpos};
use rustc_hash::FxHashMap;

use self::words::{Signs, match_words};
use crate::{
    about::speaks_of,
    filled::Filled,
    miss::{self, Miss, Reason},
    near::Near,
    told,
    tree::Tree,
    who::Who,
};

/// One word or phrase that names an act.
#[derive(Clone, Debug)]
pub(crate) struct Act {
    pub(crate) head: TokenIdx,
    pub(crate) trigger: Span,
    pub(crate) sense: usize,
    /// The noun lacks what its sense asks for: an act only where the story tells the rest.
    pub(crate) loose: bool,
    /// No sense foresees what stands in the slots; the one that all senses agree on.
    pub(crate) near: bool,
}

/// All acts of a document, by head.
#[derive(Default)]
pub(crate) struct Acts {
    pub(crate) list: Vec<Act>,
    by_head: FxHashMap<u32, u32>,
    /// Senses that made no act of their word, with the reason; only filled for explanations.
    pub(crate) misses: Vec<Miss>,
}

impl Acts {
    /// Finds the acts; `explain` also keeps the near misses.
    pub(crate) fn find(tree: &Tree<'_>, who: &Who<'_, '_>, explain: bool) -> Self {
        let mut acts = Self::default();
        let mut in_time = vec![false; tree.analysis.tokens.len()];
        for x in &tree.analysis.times {
            in_time[x.first.at()..x.end.at()].fill(true);
        }
        let signs = Signs::new(tree);
        for sentence in &tree.analysis.sentences {
            for t in sentence.tokens() {
                // "24 March" is a day.
                if in_time[t.at()] {
                    if explain {
                        miss::within_time(tree, t, &mut acts.misses);
                    }
                    continue;
                }
                if let Some(act) = acts.at_token(tree, who, &signs, t, explain) {
                    acts.by_head.insert(t.0, acts.list.len() as u32);
                    acts.list.push(act);
                }
            }
        }
        acts.drop_words_of_others(tree, explain);
        acts
    }

    /// "Cut military aid" is one act: its words are none by themselves.
    fn drop_words_of_others(&mut self, tree: &Tree<'_>, explain: bool) {
        let whole = |a: &Act| {
            let sense = tree.knowledge.frames.get(a.sense);
            sense.pos == Pos::Verb && sense.operator.is_none() && sense.words.len() > 1
        };
        let taken: Vec<(TokenIdx, Span, usize)> =
            self.list.iter().filter(|a| whole(a)).map(|a| (a.head, a.trigger, a.sense)).collect();
        let noun = |a: &Act| tree.knowledge.frames.get(a.sense).pos == Pos::Noun;
        let misses = &mut self.misses;
        self.list.retain(|a| {
            let span = tree.analysis.token(a.head).span;
            let inside = |(head, trigger, sense): &&(TokenIdx, Span, usize)| {
                *head != a.head
                    && trigger.contains(span)
                    && tree.head(a.head) == Some(*head)
                    && !speaks_of(tree, *sense, a.sense)
            };
            let whole = taken.iter().find(inside).filter(|_| noun(a));
            if let Some((_, words, _)) = whole.filter(|_| explain) {
                misses.push(Miss::new(a.head, a.sense, Reason::WordOf(*words)));
            }
            whole.is_none()
        });
        self.by_head = self.list.iter().enumerate().map(|(i, a)| (a.head.0, i as u32)).collect();
    }

    /// Index of the act whose head is `t`.
    pub(crate) fn at(&self, t: TokenIdx) -> Option<usize> {
        self.by_head.get(&t.0).map(|&i| i as usize)
    }

    fn at_token(
        &mut self,
        tree: &Tree<'_>,
        who: &Who<'_, '_>,
        signs: &Signs,
        t: TokenIdx,
        explain: bool,
    ) -> Option<Act> {
        let frames = &tree.knowledge.frames;
        let lemma = tree.lemma(t);
        let pos = pos_of(tree, who, t);
        let phrases = frames.senses(lemma, Pos::Phrase);
        let senses = pos.map(|p| frames.senses(lemma, p)).unwrap_or_default();
        let mut loose: Option<usize> = None;
        let mut near = Near::default();
        let mut filled = Filled::default();
        if explain {
            miss::other_parts(tree, t, lemma, pos, &mut self.misses);
        }
        if phrases.is_empty() && senses.is_empty() {
            return None;
        }
        let (before, behind) = (signs.before(t), signs.behind(t));
        for (n, &i) in phrases.iter().chain(senses).enumerate() {
            let of_noun = n >= phrases.len() && pos == Some(Pos::Noun);
            let there = if of_noun { before } else { behind };
            let may_match = frames.signs(i) & !there == 0;
            let sense = may_match.then(|| frames.get(i));
            let matched = sense.and_then(|sense| Some((sense, match_words(tree, t, sense)?)));
            let Some((sense, words)) = matched else {
                if explain {
                    self.misses.push(Miss::new(t, i, Reason::Words));
                }
                continue;
            };
            if let Some(told) = sense.told
                && !told::is_told(tree, t, told)
            {
                if explain {
                    let reason = format!("it is not told as the sense asks for ({told:?})");
                    self.misses.push(Miss::new(t, i, Reason::Condition(reason.to_lowercase())));
                }
                continue;
            }
            if sense.pos == Pos::Verb {
                tree.set_object_behind(t, words.first().copied());
            }
            let kept = words.is_empty().then_some(&mut filled);
            match conditions_fail(tree, who, t, sense, kept) {
                None => {
                    if explain {
                        let later = phrases.iter().chain(senses).skip(n + 1);
                        self.misses.extend(later.map(|&k| Miss::new(t, k, Reason::Earlier(i))));
                    }
                    if sense.event.is_none() && sense.operator.is_none() {
                        if explain {
                            self.misses.push(Miss::new(t, i, Reason::ReportsNothing));
                        }
                        return None;
                    }
                    let trigger = words.iter().fold(tree.analysis.token(t).span, |s, &w| {
                        s.cover(tree.analysis.token(w).span)
                    });
                    return Some(Act { head: t, trigger, sense: i, loose: false, near: false });
                }
                Some(reason) => {
                    let bare =
                        sense.pos == Pos::Noun && sense.words.len() == 1 && sense.told.is_none();
                    // "The opposition" is somebody, not an act told before.
                    let somebody = || {
                        let found = who.find(t);
                        found.participant.is_some() && !found.owned
                    };
                    if bare
                        && sense.event.is_some()
                        && lacks_only(tree, who, t, sense)
                        && !somebody()
                    {
                        loose.get_or_insert(i);
                    }
                    if sense.told.is_none() {
                        near.weigh(tree, who, t, i, &words);
                    }
                    if explain {
                        self.misses.push(Miss::new(t, i, Reason::Condition(reason)));
                    }
                }
            }
        }
        tree.set_object_behind(t, None);
        if let Some((sense, trigger)) = near.taken() {
            return Some(Act { head: t, trigger, sense, loose: true, near: true });
        }
        loose.map(|i| Act {
            head: t,
            trigger: tree.analysis.token(t).span,
            sense: i,
            loose: true,
            near: false,
        })
    }
}

fn pos_of(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx) -> Option<Pos> {
    match tree.upos(t) {
        Upos::Verb => {
            // "The striking workers": they strike.
            let marching = tree.xpos(t) == Xpos::Vbg && tree.cue("marching", t);
            let modifies = tree.rel(t) == Deprel::Amod && !marching;
            if modifies || matches!(tree.rel(t), Deprel::Compound | Deprel::Case) {
                None
            } else {
                Some(Pos::Verb)
            }
        }
        Upos::Noun => {
            (!matches!(tree.rel(t), Deprel::Compound | Deprel::Flat)).then_some(Pos::Noun)
        }
        // Headlines in title case: nouns look like names.
        Upos::Propn => (who.name_of(t).is_none()
            && !matches!(tree.rel(t), Deprel::Compound | Deprel::Flat))
        .then_some(Pos::Noun),
        Upos::Adj => (tree.rel(t) != Deprel::Amod || tree.xpos(t) == Xpos::Vbn).then_some(Pos::Adj),
        _ => None,
    }
}

/// Why the sense does not hold at `t`, if so.
fn conditions_fail<'k>(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    t: TokenIdx,
    sense: &'k Sense,
    mut filled: Option<&mut Filled<'k>>,
) -> Option<String> {
    let mut fillers = |path: &'k Path| {
        filled.as_mut().map_or_else(|| tree.path(t, path), |f| f.path(tree, t, path))
    };
    for (path, conditions) in &sense.wheres {
        let fillers = fillers(path);
        let holds = if fillers.is_empty() {
            conditions.contains(&Condition::None) || unsaid_doer(tree, who, t, path, conditions)
        } else {
            fillers.iter().any(|&f| conditions.iter().any(|c| meets(tree, who, f, c)))
        };
        if !holds {
            let words: Vec<&str> = fillers.iter().map(|&f| tree.form(f)).collect();
            return Some(format!("{} is {words:?}, not what the sense asks for", name_of(path)));
        }
    }
    for (path, conditions) in &sense.unless {
        let fillers = fillers(path);
        let off = if fillers.is_empty() {
            conditions.contains(&Condition::None)
        } else {
            fillers.iter().any(|&f| conditions.iter().any(|c| meets(tree, who, f, c)))
        };
        if off {
            let words: Vec<&str> = fillers.iter().map(|&f| tree.form(f)).collect();
            return Some(format!("{} is {words:?}, which the sense excludes", name_of(path)));
        }
    }
    None
}

/// "Was blamed": a passive leaves its agent unsaid; what only asks for somebody to do it holds, if
/// it is done to somebody.
fn unsaid_doer(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    t: TokenIdx,
    path: &Path,
    conditions: &[Condition],
) -> bool {
    let anybody = |c: &Condition| {
        matches!(
            c,
            Condition::Actor
                | Condition::Country
                | Condition::Person
                | Condition::Org
                | Condition::Official
                | Condition::Party
                | Condition::Armed
        )
    };
    path.0 == [Slot::Subj]
        && tree.upos(t) == Upos::Verb
        && tree.is_passive(t)
        && conditions.iter().any(anybody)
        && tree.slot(t, &Slot::Obj).iter().any(|&k| who.meets(k, &Condition::Actor))
}

/// Whether all that keeps the sense from holding is words that are not there; what the sense
/// excludes keeps it off still.
fn lacks_only(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx, sense: &Sense) -> bool {
    let lacks = |path: &Path| tree.path(t, path).is_empty() && !is_inner(path);
    let excluded = |(path, conditions): &(Path, Vec<Condition>)| {
        tree.path(t, path).iter().any(|&f| conditions.iter().any(|c| meets(tree, who, f, c)))
    };
    sense.wheres.iter().all(|(path, _)| lacks(path)) && !sense.unless.iter().any(excluded)
}

/// Modifiers inside the noun phrase tell what kind of thing it is; they cannot be left unsaid.
fn is_inner(path: &Path) -> bool {
    matches!(path.0.first(), Some(Slot::Compound | Slot::Adj))
}

pub(crate) fn meets(
    tree: &Tree<'_>,
    who: &Who<'_, '_>,
    t: TokenIdx,
    condition: &Condition,
) -> bool {
    match condition {
        Condition::Event(event) => may_be_act(tree, who, t, *event),
        other => who.meets(t, other),
    }
}

/// Whether the word has a frame of that type (or any), conditions left aside.
fn may_be_act(tree: &Tree<'_>, who: &Who<'_, '_>, t: TokenIdx, event: Option<EventType>) -> bool {
    let frames = &tree.knowledge.frames;
    let Some(pos) = pos_of(tree, who, t) else { return false };
    frames.senses(tree.lemma(t), pos).iter().any(|&i| {
        let s = frames.get(i);
        match event {
            Some(e) => s.event == Some(e),
            None => s.event.is_some() || s.operator.is_some(),
        }
    })
}

/// A path as it is written in frame files.
pub(crate) fn name_of(path: &Path) -> String {
    path.0
        .iter()
        .map(|s| match s {
            Slot::Subj => "subj",
            Slot::Obj => "obj",
            Slot::Iobj => "iobj",
            Slot::Comp => "comp",
            Slot::Poss => "poss",
            Slot::Adj => "adj",
            Slot::Compound => "compound",
            Slot::Light => "light",
            Slot::Speaker => "speaker",
            Slot::Prep(p) => p,
        })
        .collect::<Vec<_>>()
        .join(".")
}
