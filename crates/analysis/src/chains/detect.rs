//! One sentence in, its mentions out: names, pronouns, nouns.

use knowledge::{AliasKind, KnownKind};
use model::{Deprel, Mention, MentionKind, NameKind, Sentence, TokenIdx, Upos};

use super::{Builder, LOOSE, words};

impl Builder<'_> {
    /// Pushes the mentions of one sentence.
    pub(super) fn detect(&mut self, sentence: &Sentence) {
        let (first, end) = (sentence.first.at(), sentence.end.at());
        let mut taken = vec![false; end - first];
        self.detect_names(first, end, &mut taken);
        for t in first..end {
            if taken[t - first] {
                continue;
            }
            match self.tokens[t].upos {
                Upos::Pron => self.detect_pronoun(t),
                Upos::Det if self.lemma(t) == "both" => {
                    let apart = !matches!(
                        self.tokens[t].deprel,
                        Deprel::Det | Deprel::DetPredet | Deprel::CcPreconj
                    );
                    if apart {
                        self.push(t, t + 1, t, MentionKind::Pronoun, None);
                    }
                }
                Upos::Noun | Upos::Propn | Upos::Adj => self.detect_nominal(sentence, t),
                _ => {}
            }
        }
    }

    fn detect_names(&mut self, first: usize, end: usize, taken: &mut [bool]) {
        let words: Vec<&str> = (first..end).map(|t| self.form(t)).collect();
        let mut t = first;
        while t < end {
            let capital = words[t - first].chars().next().is_some_and(char::is_uppercase);
            let known = capital
                .then(|| self.knowledge.entities.longest_at(&words[t - first..]))
                .flatten()
                .filter(|(_, hits)| {
                    // A surname alone names somebody only where the tagger saw a person.
                    hits.first().is_some_and(|h| h.kind != AliasKind::Surname)
                        || self.tokens[t].name.is_some_and(|(k, _)| k == NameKind::Person)
                });
            let tagged = self.name_run(t, end);
            let n_known = known.as_ref().map_or(0, |(n, _)| *n);
            let n_tagged = tagged.map_or(0, |(n, _)| n);
            if n_known == 0 && n_tagged == 0 {
                t += 1;
                continue;
            }
            // "Affairs Commission President Kim Jong Un": the person at the end is the name.
            if n_known < n_tagged
                && let Some(k) =
                    (1..n_tagged).find(|&k| self.is_person(&words[t - first + k..], n_tagged - k))
            {
                self.push_name(t + k, t + n_tagged, Some(NameKind::Person));
                taken[t + k - first..t + n_tagged - first].fill(true);
                t += n_tagged;
                continue;
            }
            let n = n_known.max(n_tagged);
            let kind = if n_known >= n_tagged {
                known
                    .and_then(|(_, hits)| hits.first().copied())
                    .map(|h| self.kind_of(h.entity, h.kind))
            } else {
                tagged.map(|(_, k)| k)
            };
            self.push_name(t, t + n, kind);
            taken[t - first..t + n - first].fill(true);
            t += n;
        }
    }

    /// Whether the first `n` words are the full name of somebody known.
    fn is_person(&self, words: &[&str], n: usize) -> bool {
        n > 1
            && self.knowledge.entities.longest_at(words).is_some_and(|(len, hits)| {
                len == n
                    && hits.first().is_some_and(|h| {
                        h.kind == AliasKind::Name
                            && self.knowledge.entities.get(h.entity).kind == KnownKind::Person
                    })
            })
    }

    fn detect_pronoun(&mut self, t: usize) {
        let word = self.form(t).to_lowercase();
        if !words::is_personal(&word) || self.is_empty_it(t, &word) {
            return;
        }
        self.push(t, t + 1, t, MentionKind::Pronoun, None);
    }

    /// "It rains", "it is clear that …" stand for nothing.
    fn is_empty_it(&self, t: usize, word: &str) -> bool {
        if word != "it" {
            return false;
        }
        if self.tokens[t].deprel == Deprel::Expl {
            return true;
        }
        let Some(head) = self.tokens[t].head else { return false };
        self.kids(head.at())
            .any(|k| matches!(self.tokens[k].deprel, Deprel::Csubj | Deprel::CsubjPass))
    }

    fn detect_nominal(&mut self, sentence: &Sentence, t: usize) {
        let first = sentence.first.at();
        let token = &self.tokens[t];
        if matches!(
            token.deprel,
            Deprel::Compound
                | Deprel::Flat
                | Deprel::Amod
                | Deprel::Fixed
                | Deprel::Goeswith
                | Deprel::Case
                | Deprel::Advmod
                | Deprel::Discourse
        ) {
            return;
        }
        // "President Sheinbaum": the title is part of the name's phrase.
        if matches!(token.deprel, Deprel::NmodDesc)
            && token.head.is_some_and(|h| self.tokens[h.at()].name.is_some())
        {
            return;
        }
        let lemma = self.lemma(t);
        let role = self.is_role(t).is_some() || super::profile::is_loose_role(lemma);
        if token.upos == Upos::Adj && !role {
            return;
        }
        if !role && (words::is_no_thing(lemma) || token.deprel == Deprel::OblUnmarked) {
            return;
        }
        // Predicates say what somebody is; they are nobody of their own.
        if !role && self.kids(t).any(|k| self.tokens[k].deprel == Deprel::Cop) {
            return;
        }
        // The left edge: determiners, adjectives, compounds, possessors before it.
        let mut left = t;
        for k in self.kids(t) {
            if k < left
                && matches!(
                    self.tokens[k].deprel,
                    Deprel::Det
                        | Deprel::Amod
                        | Deprel::Compound
                        | Deprel::NmodPoss
                        | Deprel::Nummod
                        | Deprel::NmodDesc
                )
            {
                left = k;
            }
        }
        while left > first
            && self.tokens[left - 1].head.is_some_and(|h| h.at() == left)
            && !matches!(
                self.tokens[left - 1].deprel,
                Deprel::Case | Deprel::Punct | Deprel::Cc | Deprel::Mark | Deprel::Cop
            )
        {
            left -= 1;
        }
        self.push(left, t + 1, t, MentionKind::Nominal, None);
    }

    /// Length and kind of the tagger's name that begins at `t`.
    fn name_run(&self, t: usize, end: usize) -> Option<(usize, NameKind)> {
        let (kind, begins) = self.tokens[t].name?;
        if !begins {
            return None;
        }
        let mut n = 1;
        while t + n < end && self.tokens[t + n].name == Some((kind, false)) {
            n += 1;
        }
        Some((n, kind))
    }

    fn kind_of(&self, entity: usize, alias: AliasKind) -> NameKind {
        if matches!(alias, AliasKind::Adjective | AliasKind::Demonym) {
            return NameKind::Group;
        }
        match self.knowledge.entities.get(entity).kind {
            KnownKind::Person => NameKind::Person,
            KnownKind::Country => NameKind::Place,
            KnownKind::Body => NameKind::Organization,
            KnownKind::Group => NameKind::Group,
        }
    }

    fn push_name(&mut self, first: usize, end: usize, kind: Option<NameKind>) {
        let inside = |t: usize| self.tokens[t].head.is_some_and(|h| (first..end).contains(&h.at()));
        let head = (first..end)
            .rev()
            .find(|&t| {
                !inside(t)
                    && self.tokens[t].upos != Upos::Punct
                    && self.tokens[t].upos != Upos::Part
            })
            .unwrap_or(end - 1);
        self.push(first, end, head, MentionKind::Name, kind);
    }

    fn push(
        &mut self,
        first: usize,
        end: usize,
        head: usize,
        kind: MentionKind,
        name_kind: Option<NameKind>,
    ) {
        let span = self.tokens[first].span.cover(self.tokens[end - 1].span);
        self.mentions.push(Mention {
            span,
            first: TokenIdx(first as u32),
            end: TokenIdx(end as u32),
            head: TokenIdx(head as u32),
            kind,
            name_kind,
            chain: LOOSE,
        });
    }
}
