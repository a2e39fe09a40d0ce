//! What somebody political says in, reproach out where the words weigh that way.
//!
//! "They flagrantly defied the order of the commissioner," the minister said: no frame for it all,
//! but a reproach of them by the minister. Every word of blame in what is said counts (lists
//! `censure-strong`, `censure`, `wrongdoing`, and `fit` when denied); two points and a party spoken
//! of make ACCUSE (disapprove).
//!
//! It never weighs the reporter's own words, questions, or what a speaker says of their own side.

use model::{Deprel, EventType, Mode, Participant, TokenIdx, Upos};

use crate::{
    compose::{Composer, same_side},
    voice::Voice,
};

/// Points that make a reproach of somebody named, and of nobody named.
const ENOUGH: u32 = 2;

/// Words of one speaker in one sentence.
struct Tone {
    voice: Voice,
    points: u32,
    sharpest: (u32, TokenIdx),
    words: Vec<TokenIdx>,
}

impl Composer<'_, '_, '_> {
    /// Adds a reproach for what is said in sentence `s`, if it weighs enough.
    pub(crate) fn hear_tone(&mut self, s: usize) {
        let sentence = &self.tree.analysis.sentences[s];
        if self.tree.form(TokenIdx(sentence.end.0 - 1)) == "?" {
            return;
        }
        let mut tones: Vec<Tone> = Vec::new();
        for t in sentence.tokens() {
            let points = self.points(t);
            if points == 0 || self.is_open(t) {
                continue;
            }
            let Some(voice) = self.voice(t) else { continue };
            match tones.iter_mut().find(|x| x.voice.head == voice.head) {
                Some(tone) => {
                    tone.points += points;
                    tone.words.push(t);
                    if points > tone.sharpest.0 {
                        tone.sharpest = (points, t);
                    }
                }
                None => tones.push(Tone { voice, points, sharpest: (points, t), words: vec![t] }),
            }
        }
        for tone in tones {
            if tone.points < ENOUGH {
                continue;
            }
            let recipients = self.reproached(&tone);
            if recipients.is_empty() {
                continue;
            }
            let t = tone.sharpest.1;
            let mode = Some(Mode::Disapprove);
            let rule = "the words weigh as a reproach";
            self.speak(t, EventType::Accuse, mode, "111", &tone.voice, recipients, None, rule);
        }
    }

    /// How much a word blames.
    fn points(&self, t: TokenIdx) -> u32 {
        let tree = self.tree;
        let negated = self.is_negated(t);
        match tree.upos(t) {
            Upos::Verb => {
                let subject = tree.surface_subject(t);
                let own = subject.is_some_and(|x| self.is_first_person(x));
                let past = !tree.kids_by(t, &[Deprel::Aux]).any(|k| tree.cue("future", k));
                u32::from(!own && past && !negated && self.in_class("wrongdoing", t)) * 2
            }
            Upos::Adj | Upos::Noun | Upos::Adv => {
                if negated {
                    return u32::from(self.in_class("fit", t)) * 2;
                }
                if self.in_class("censure-strong", t) {
                    2
                } else {
                    u32::from(self.in_class("censure", t))
                }
            }
            _ => 0,
        }
    }

    /// Those whom the words are about: subject of their clause, owner of what is judged, else the
    /// other party named in what is said.
    fn reproached(&self, tone: &Tone) -> Vec<Participant> {
        let tree = self.tree;
        let own = |p: &Participant| same_side(p, &tone.voice.who);
        for &t in &tone.words {
            let clause = if tree.upos(t) == Upos::Verb {
                Some(t)
            } else {
                std::iter::once(t).chain(tree.ancestors(t)).find(|&a| tree.is_predicate(a))
            };
            let mut places: Vec<TokenIdx> = Vec::new();
            if let Some(clause) = clause {
                places.extend(tree.surface_subject(clause));
            }
            places.extend(tree.kids_by(t, &[Deprel::NmodPoss, Deprel::Nmod]));
            if let Some(head) = tree.head(t) {
                places.extend(tree.kid(head, &[Deprel::NmodPoss]));
                if tree.rel(t) == Deprel::Amod {
                    places.push(head);
                }
            }
            if places.iter().any(|&x| self.is_first_person(x)) {
                continue;
            }
            for x in places {
                let mut found = self.spoken_of(x, &tone.voice);
                found.retain(|p| !own(p));
                if !found.is_empty() {
                    return found;
                }
            }
        }
        Vec::new()
    }
}
