//! What one mention says of its entity, and what a chain has heard so far.

use knowledge::{AliasKind, KnownKind};
use model::{Deprel, Gender, Mention, MentionKind, NameKind, Token, TokenIdx, Upos, Xpos};

use super::{Builder, is_subject, words};

/// What a mention says by itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Facts {
    /// Head word in lower case.
    pub(super) word: String,
    /// Lemma of the head.
    pub(super) lemma: String,
    /// Sentence it stands in.
    pub(super) sentence: usize,
    pub(super) n_words: u32,
    /// Lower-case words of a name.
    pub(super) name_words: Vec<String>,
    pub(super) known: Option<(usize, AliasKind)>,
    pub(super) gender: Option<Gender>,
    /// What a surname that is also a given name would tell ("Taylor").
    pub(super) maybe_gender: Option<Gender>,
    pub(super) person: bool,
    pub(super) plural: bool,
    /// Several people in the singular: a body, a force, a crowd.
    pub(super) collective: bool,
    pub(super) country: bool,
    pub(super) place: bool,
    /// A thing or an idea.
    pub(super) thing: bool,
    /// Countries that modify it.
    pub(super) countries: Vec<String>,
    /// Offices and roles said of it.
    pub(super) offices: Vec<String>,
    /// Words that modify it, articles left out.
    pub(super) modifiers: Vec<String>,
    pub(super) definite: bool,
    pub(super) indefinite: bool,
    pub(super) subject: bool,
    /// A noun without office, role or name: a mention only when taken up.
    pub(super) is_plain: bool,
    /// An adjective of nationality or a name before a noun: says whose, is nobody by itself.
    pub(super) is_attribute: bool,
    /// Number of the quotation it stands in.
    pub(super) quote: Option<usize>,
}

/// What a chain has heard so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Profile {
    /// Words that end its names ("sheinbaum").
    pub(super) last_words: Vec<String>,
    /// All words of its fullest name.
    pub(super) name_words: Vec<String>,
    pub(super) n_name_words: u32,
    pub(super) known: Option<usize>,
    pub(super) offices: Vec<String>,
    pub(super) countries: Vec<String>,
    pub(super) person: bool,
    pub(super) plural: bool,
    pub(super) collective: bool,
    pub(super) country: bool,
    pub(super) place: bool,
    pub(super) thing: bool,
    pub(super) gender: Option<Gender>,
    pub(super) maybe_gender: Option<Gender>,
    /// Somebody or something known or described as no person.
    pub(super) no_person: bool,
    pub(super) last_sentence: usize,
    pub(super) last_token: u32,
    /// Sentence in which it last was a subject.
    pub(super) last_subject: Option<usize>,
    /// Subject of the first sentence.
    pub(super) opens: bool,
    pub(super) n_mentions: u32,
}

impl Profile {
    /// Takes in what a mention says.
    pub(super) fn learn(&mut self, m: &Mention, facts: &Facts, _tokens: &[Token]) {
        if !facts.is_attribute {
            self.last_sentence = facts.sentence;
            self.last_token = m.head.0;
            self.n_mentions += 1;
        }
        if facts.subject {
            self.last_subject = Some(facts.sentence);
            self.opens |= facts.sentence == 0;
        }
        let push = |list: &mut Vec<String>, word: &String| {
            if !list.contains(word) {
                list.push(word.clone());
            }
        };
        if m.kind == MentionKind::Name {
            if let Some(last) = facts.name_words.last() {
                push(&mut self.last_words, last);
            }
            if facts.n_words > self.n_name_words && !facts.is_attribute {
                self.n_name_words = facts.n_words;
                self.name_words.clone_from(&facts.name_words);
            }
            if let Some((entity, _)) = facts.known {
                self.known.get_or_insert(entity);
            }
        }
        for office in &facts.offices {
            push(&mut self.offices, office);
        }
        for country in &facts.countries {
            push(&mut self.countries, country);
        }
        self.person |= facts.person;
        self.no_person |= !facts.person
            && match m.kind {
                MentionKind::Name => {
                    let tagged = facts.collective || facts.place;
                    facts.known.is_some() || tagged && facts.maybe_gender.is_none()
                }
                MentionKind::Nominal => {
                    facts.thing || facts.collective || facts.country || facts.place
                }
                MentionKind::Pronoun => false,
            };
        self.maybe_gender = facts.maybe_gender.or(self.maybe_gender);
        self.collective |= facts.collective;
        self.country |= facts.country;
        self.place |= facts.place;
        self.thing |= facts.thing;
        if m.kind != MentionKind::Pronoun {
            self.plural |= facts.plural;
        }
        // A title or a name tells more than a pronoun.
        if m.kind == MentionKind::Pronoun {
            self.gender = self.gender.or(facts.gender);
        } else {
            self.gender = facts.gender.or(self.gender);
        }
    }
}

impl Builder<'_> {
    /// What a mention says by itself.
    pub(super) fn read_facts(&self, m: &Mention) -> Facts {
        let head = m.head.at();
        let token = &self.tokens[head];
        let lemma = self.lemma(head).to_owned();
        let word = model::lowered(self.form(head));
        let mut facts = Facts {
            sentence: self.sentence_of(m.head),
            n_words: m.end.0 - m.first.0,
            subject: is_subject(token.deprel),
            quote: self.quotes.iter().position(|q| q.kind.is_marked() && q.span.contains(m.span)),
            ..Facts::default()
        };
        match m.kind {
            MentionKind::Name => self.read_name(m, &mut facts),
            MentionKind::Nominal => self.read_nominal(m, &lemma, &mut facts),
            MentionKind::Pronoun => {
                facts.gender = words::gender_of_pronoun(&word);
                facts.person = facts.gender.is_some();
                facts.plural = words::is_plural_pronoun(&word);
            }
        }
        facts.countries.extend(self.countries_said(m));
        facts.word = word.into_owned();
        facts.lemma = lemma;
        facts
    }

    fn read_name(&self, m: &Mention, facts: &mut Facts) {
        let words = self.words_of(m);
        facts.name_words = words.iter().map(|w| w.to_lowercase()).collect();
        if facts.name_words.len() > 1
            && matches!(facts.name_words.last(), Some(w) if w == "jr." || w == "jr" || w == "sr." || w == "iii" || w == "ii")
        {
            facts.name_words.pop();
        }
        facts.is_attribute = m.name_kind == Some(NameKind::Group)
            && matches!(self.tokens[m.head.at()].deprel, Deprel::Amod | Deprel::Compound);
        facts.known = self.known_of(&words);
        facts.offices = self.roles_said(m);
        match m.name_kind {
            Some(NameKind::Person) => facts.person = true,
            Some(NameKind::Organization) => facts.collective = true,
            Some(NameKind::Place) => facts.place = true,
            Some(NameKind::Group) => {
                facts.collective = true;
                facts.plural = matches!(self.tokens[m.head.at()].xpos, Xpos::Nns | Xpos::Nnps);
            }
            _ => {}
        }
        if let Some((entity, _)) = facts.known {
            let known = self.knowledge.entities.get(entity);
            match known.kind {
                KnownKind::Person => facts.person = true,
                KnownKind::Country => facts.country = true,
                _ => facts.collective = true,
            }
            facts.countries.push(known.country.clone());
            facts.gender = known.gender;
        }
        let titled = self.title_before(m);
        if let Some((title, gender)) = titled {
            facts.offices.push(title);
            facts.person = true;
            facts.gender = facts.gender.or(gender);
        }
        if facts.gender.is_none() && facts.person && facts.name_words.len() > 1 {
            facts.gender = self.gender_of_given_name(&facts.name_words[0]);
        }
        if facts.gender.is_none() && facts.known.is_none() {
            facts.maybe_gender = self.gender_of_given_name(&facts.name_words[0]);
        }
    }

    fn gender_of_given_name(&self, word: &str) -> Option<Gender> {
        let part = word.split('-').next().unwrap_or(word);
        for name in [word, part] {
            if self.in_class("given-name-female", name) {
                return Some(Gender::Female);
            }
            if self.in_class("given-name-male", name) {
                return Some(Gender::Male);
            }
        }
        None
    }

    fn read_nominal(&self, m: &Mention, lemma: &str, facts: &mut Facts) {
        let head = m.head.at();
        let token = &self.tokens[head];
        let plural = matches!(token.xpos, Xpos::Nns | Xpos::Nnps);
        let role = self.is_role(head);
        facts.plural = plural;
        facts.offices.push(lemma.to_owned());
        facts.collective = words::is_collective(lemma);
        facts.country = words::is_country_noun(lemma) && !plural;
        facts.place = words::is_place_noun(lemma);
        let man = self.in_class("man", lemma);
        let woman = self.in_class("woman", lemma);
        facts.gender = if man {
            Some(Gender::Male)
        } else if woman {
            Some(Gender::Female)
        } else {
            None
        };
        if plural {
            facts.gender = None;
        }
        facts.person = !facts.collective
            && !facts.country
            && !facts.place
            && (man || woman || self.in_class("person", lemma) || role == Some(true));
        facts.collective |= role == Some(false) && !facts.person;
        facts.thing =
            !facts.person && !facts.collective && !facts.country && token.upos != Upos::Propn;
        facts.is_plain = role.is_none() && !is_loose_role(lemma);
        let first = model::lowered(self.form(m.first.at()));
        let possessed = self.kids(head).any(|k| self.tokens[k].deprel == Deprel::NmodPoss);
        facts.definite = possessed
            || matches!(first.as_ref(), "the" | "this" | "that" | "these" | "those" | "both");
        facts.indefinite = matches!(
            first.as_ref(),
            "a" | "an" | "some" | "any" | "no" | "another" | "many" | "several" | "every" | "each"
        );
        facts.modifiers = self
            .kids(head)
            .filter(|&k| {
                matches!(
                    self.tokens[k].deprel,
                    Deprel::Amod
                        | Deprel::Compound
                        | Deprel::NmodPoss
                        | Deprel::Nummod
                        | Deprel::NmodDesc
                )
            })
            .map(|k| self.form(k).to_lowercase())
            .collect();
    }

    /// Whether the noun is a role: a person's (`true`) or a body's.
    pub(super) fn is_role(&self, t: usize) -> Option<bool> {
        let sentence = &self.sentences[self.sentence_of(TokenIdx(t as u32))];
        let from = sentence.first.at().max(t.saturating_sub(4));
        let refs: Vec<&str> = (from..=t).map(|k| self.lemma(k)).collect();
        self.knowledge.roles.longest_ending(&refs).map(|(_, role)| role.person)
    }

    /// Title right before a name ("President", "Ms"), with the gender it tells.
    fn title_before(&self, m: &Mention) -> Option<(String, Option<Gender>)> {
        let before = m.first.at().checked_sub(1)?;
        let word = model::lowered(self.form(before));
        if !self.knowledge.cues.has("title", &word) {
            return None;
        }
        let gender = if self.knowledge.cues.has("title-female", &word) {
            Some(Gender::Female)
        } else if self.knowledge.cues.has("title-male", &word) {
            Some(Gender::Male)
        } else {
            None
        };
        Some((word.into_owned(), gender))
    }

    /// Roles in apposition to a name or before it ("Lavrov, the foreign minister").
    fn roles_said(&self, m: &Mention) -> Vec<String> {
        let mut found = Vec::new();
        let head = m.head.at();
        if self.tokens[head].deprel == Deprel::Appos
            && let Some(above) = self.tokens[head].head
        {
            found.push(self.lemma(above.at()).to_owned());
        }
        for k in self.kids(head) {
            if matches!(self.tokens[k].deprel, Deprel::Appos | Deprel::NmodDesc) {
                found.push(self.lemma(k).to_owned());
            }
        }
        found
    }

    /// Countries that modify a mention ("Mexican", "Mexico's").
    fn countries_said(&self, m: &Mention) -> Vec<String> {
        let head = m.head.at();
        let end = self.sentences[self.sentence_of(m.head)].end.at();
        let mut found = Vec::new();
        let mut before: Vec<usize> = self.kids(head).collect();
        // "Mexico's President Claudia Sheinbaum": one step further.
        let titles: Vec<usize> =
            before.iter().copied().filter(|&k| self.tokens[k].deprel == Deprel::NmodDesc).collect();
        for title in titles {
            before.extend(self.kids(title));
        }
        for k in before {
            if !matches!(
                self.tokens[k].deprel,
                Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::NmodDesc
            ) {
                continue;
            }
            let words: Vec<&str> = (k..end.min(k + 6)).map(|t| self.form(t)).collect();
            if let Some((_, hits)) = self.knowledge.entities.longest_at(&words)
                && let Some(hit) = hits.first()
            {
                let known = self.knowledge.entities.get(hit.entity);
                if known.kind == KnownKind::Country {
                    found.push(known.country.clone());
                }
            }
        }
        found
    }
}

/// Nouns that are no role by themselves but stand for political parties to an act.
pub(super) fn is_loose_role(lemma: &str) -> bool {
    matches!(
        lemma,
        "leader"
            | "country"
            | "nation"
            | "side"
            | "counterpart"
            | "neighbour"
            | "neighbor"
            | "ally"
            | "rival"
            | "pair"
            | "man"
            | "woman"
    )
}
