//! Senses of a verb that do not hold in, the one that they agree on out.
//!
//! "Champion the plan" where only causes and candidates are listed: a verb all of whose senses report
//! one type, said of somebody political with an object that no sense foresees.
//!
//! It never takes everyday verbs ("take", "give", "join"), which mean too much.

use knowledge::{Condition, Path, Pos, Slot};
use model::{EventType, Span, TokenIdx};

use crate::{acts::meets, tree::Tree, who::Who};

/// A verb all of whose senses report one type, said of somebody political with an object that no
/// sense foresees: "champion the plan" where only causes and candidates are listed.
#[derive(Default)]
pub(crate) struct Near {
    first: Option<(usize, Span)>,
    event: Option<EventType>,
    mixed: bool,
}

impl Near {
    pub(crate) fn weigh(
        &mut self,
        tree: &Tree<'_>,
        who: &Who<'_, '_>,
        t: TokenIdx,
        sense: usize,
        words: &[TokenIdx],
    ) {
        let s = tree.knowledge.frames.get(sense);
        // Once they do not agree, no further one counts.
        if s.pos != Pos::Verb || self.mixed {
            return;
        }
        let Some(event) = s.event else {
            self.mixed |= s.operator.is_some() || s.words.len() == 1;
            return;
        };
        // Everyday verbs ("take", "give", "join") mean too much; words against others do not.
        self.mixed |= !matches!(
            event,
            EventType::Accuse
                | EventType::Request
                | EventType::Threaten
                | EventType::Coerce
                | EventType::Support
        ) || self.event.is_some_and(|e| e != event)
            || tree.knowledge.classes.contains("everyday", tree.lemma(t));
        self.event = Some(event);
        if self.mixed || self.first.is_some() {
            return;
        }
        let doer = [Slot::Subj];
        let fits = |path: &Path, conditions: &[Condition]| {
            let fillers = tree.path(t, path);
            fillers.iter().any(|&f| conditions.iter().any(|c| meets(tree, who, f, c)))
        };
        let listed = |c: &Condition| matches!(c, Condition::Lemma(_) | Condition::Class(_));
        let others_hold = s.wheres.iter().all(|(path, conditions)| {
            path.0 == doer || fits(path, conditions) || conditions.iter().any(listed)
        });
        let excluded = s.unless.iter().any(|(path, conditions)| fits(path, conditions));
        let subject = tree.slot(t, &Slot::Subj);
        let political = subject.iter().any(|&k| who.meets(k, &Condition::Official))
            || subject.iter().any(|&k| who.meets(k, &Condition::Country));
        let object = tree.slot(t, &Slot::Obj);
        let done_to = s.wheres.iter().any(|(path, _)| path.0 == [Slot::Obj]);
        if political && others_hold && !excluded && (!done_to || !object.is_empty()) {
            let trigger = words
                .iter()
                .fold(tree.analysis.token(t).span, |s, &w| s.cover(tree.analysis.token(w).span));
            self.first.get_or_insert((sense, trigger));
        }
    }

    pub(crate) fn taken(self) -> Option<(usize, Span)> {
        self.first.filter(|_| !self.mixed)
    }
}
