//! Names of a document in, the countries that it is about out.

use std::borrow::Cow;

use knowledge::Known;
use model::{
    ActorCode, Deprel, Entity, Mention, MentionKind, NameKind, Participant, Sector, TokenIdx,
};

use super::{Who, is_country};

impl Who<'_, '_> {
    /// The other country of the pair that the document is about, as a government; its words are the
    /// nearest that name it, before `t` if there are any.
    ///
    /// `strict`: only where the two are named about as often.
    pub(crate) fn other_of_pair(
        &self,
        country: &str,
        t: TokenIdx,
        strict: bool,
    ) -> Option<Participant> {
        let (a, b) = self.dyad.as_ref()?;
        if strict && self.seen.get(b)? * 5 < self.seen.get(a)? * 3 {
            return None;
        }
        let other = if country == a {
            b
        } else if country == b {
            a
        } else {
            return None;
        };
        let named = |m: &&Mention| {
            m.kind == MentionKind::Name && self.country_of_name(m).as_ref() == Some(other)
        };
        let mentions = &self.tree.analysis.mentions;
        let upto = mentions.partition_point(|m| m.first < t);
        let m =
            mentions[..upto].iter().rev().find(named).or_else(|| mentions.iter().find(named))?;
        Some(Participant {
            span: m.span,
            entity: Entity {
                code: ActorCode { country: Some(other.clone()), sectors: vec![Sector::Gov] },
                ..Entity::default()
            },
        })
    }

    /// Whether the noun phrase at a span is a name or says of which country it is.
    pub(crate) fn says_country(&self, span: model::Span) -> bool {
        let Some(t) = self.tree.last_word(span) else { return true };
        self.name_of(t).is_some()
            || self.modifier_country(t).is_some()
            || self.country_of_scene(t).is_some()
    }

    /// Whether the words that name somebody say a country themselves, the scene left aside.
    pub(crate) fn says_itself(&self, span: model::Span) -> bool {
        let Some(t) = self.tree.last_word(span) else { return true };
        let owner = self.tree.kid(t, &[Deprel::NmodPoss]);
        self.name_of(t).is_some() || owner.is_some() || self.left_country(t).is_some()
    }

    /// Whether the noun phrase at a span is a name, or a name beside it says a country.
    pub(crate) fn says_outright(&self, span: model::Span) -> bool {
        let Some(t) = self.tree.last_word(span) else { return true };
        let near = [
            Deprel::Amod,
            Deprel::Compound,
            Deprel::NmodPoss,
            Deprel::NmodDesc,
            Deprel::Flat,
            Deprel::Nmod,
            Deprel::Appos,
        ];
        let named = |k: TokenIdx| {
            self.name_of(k)
                .is_some_and(|m| !self.is_generic(m) && self.country_of_name(m).is_some())
        };
        let pronoun = |k: TokenIdx| self.tree.upos(k) == model::Upos::Pron;
        self.name_of(t).is_some()
            || pronoun(t)
            || self.tree.kids_by(t, &near).any(|k| {
                named(k) && !self.tree.only_backs(k)
                    || pronoun(k)
                    || self.tree.kids_by(k, &near).any(named)
            })
    }

    /// Whether the words at a span name a capital.
    pub(crate) fn is_capital(&self, span: model::Span) -> bool {
        self.tree.analysis.mentions.iter().filter(|m| m.span == span).any(|m| {
            let words = self.words_from(m.first);
            self.tree
                .knowledge
                .entities
                .longest_at(&words)
                .and_then(|(_, hits)| hits.first().copied())
                .is_some_and(|h| h.kind == knowledge::AliasKind::Capital)
        })
    }

    pub(super) fn country_of_name(&self, m: &Mention) -> Option<String> {
        self.memory.country(m, || self.find_country_of_name(m))
    }

    fn find_country_of_name(&self, m: &Mention) -> Option<String> {
        if self.is_spelt_out_otherwise(m) || self.is_of_no_country(m) {
            return None;
        }
        let words = self.words_from(m.first);
        let n = (m.end.0 - m.first.0) as usize;
        let entities = &self.tree.knowledge.entities;
        if let Some((len, hits)) = entities.longest_at(&words)
            && len <= n.max(1)
            && let Some(hit) = hits.first()
        {
            let surname = hit.kind == knowledge::AliasKind::Surname;
            if len == n && !(surname && m.name_kind == Some(NameKind::Place)) {
                let hit = self.choose(&hits, m, None);
                return hit.map(|h| self.country_of_known(h.entity));
            }
            // "The US Geological Survey"; but not "Metropolitan Police" of another town's department.
            let known = entities.get(hit.entity);
            // Santiago de Cuba is not in Chile.
            let town = (m.name_kind == Some(NameKind::Place)).then(|| self.country_of_town(m));
            if let Some(country) = town.flatten().filter(|_| len < n) {
                return Some(country);
            }
            // Chad Pergram is of no African country.
            let given = m.name_kind == Some(NameKind::Person);
            if known.kind == knowledge::KnownKind::Country && !given {
                return Some(known.country.clone());
            }
        }
        match m.name_kind {
            Some(NameKind::Place) => self.country_of_town(m),
            Some(NameKind::Organization) => self.country_of_seat(m),
            _ => None,
        }
    }

    /// "South America", "the Indian Ocean", whose words have a country's; "the Astana process", "the Geneva
    /// Conventions", that a town gave its name.
    fn is_of_no_country(&self, m: &Mention) -> bool {
        let (tree, cues) = (self.tree, &self.tree.knowledge.cues);
        let words: Vec<String> =
            self.words_from(m.first).iter().take(4).map(|w| w.to_lowercase()).collect();
        let n = (m.end.0 - m.first.0) as usize;
        if (n..=words.len()).any(|k| cues.has("region", &words[..k].join(" "))) {
            return true;
        }
        // The word after the town's name, inside the name or beside it.
        let last = TokenIdx(m.end.0 - 1);
        let inside = tree.cue("named-after-town", last) && n > 1;
        let (name, noun) = if inside { (n - 1, last) } else { (n, TokenIdx(m.end.0)) };
        let within = tree.analysis.sentences[tree.analysis.sentence_of(last)].end;
        if noun >= within || !tree.cue("named-after-town", noun) {
            return false;
        }
        let words = self.words_from(m.first);
        let known = tree.knowledge.entities.longest_at(&words[..name]);
        match known.and_then(|(len, hits)| hits.first().copied().filter(|_| len == name)) {
            Some(hit) => hit.kind == knowledge::AliasKind::Capital,
            None => tree.knowledge.places.longest_at(&words[..name]).is_some(),
        }
    }

    /// "Karnataka High Court", "Ulsan Metropolitan Police": the country of the place that a body's name
    /// begins with.
    fn country_of_seat(&self, m: &Mention) -> Option<String> {
        let n = m.end.0 - m.first.0;
        let last = self.role_in_name(m).filter(|_| n > 1)?;
        if last.person {
            return None;
        }
        let mut longest = (1..n).rev().map(|k| TokenIdx(m.first.0 + k));
        longest.find_map(|end| self.geo.country(self.tree, m.first, end))
    }

    /// The body of many states that a longer name begins with ("UN Relief and Works Agency for …").
    pub(super) fn body_of_many(&self, m: &Mention) -> Option<String> {
        let words = self.words_from(m.first);
        let entities = &self.tree.knowledge.entities;
        let (len, hits) = entities.longest_at(&words)?;
        let known = entities.get(hits.first()?.entity);
        let within = len < (m.end.0 - m.first.0) as usize;
        (within && matches!(known.country.as_str(), "UNO" | "EUR")).then(|| known.country.clone())
    }

    /// The country that somebody known acts for on the day.
    fn country_of_known(&self, entity: usize) -> String {
        let known = self.tree.knowledge.entities.get(entity);
        if known.kind != knowledge::KnownKind::Person {
            return self.home(known);
        }
        let code = self.tree.knowledge.entities.code_on(entity, self.day).0;
        code.country.unwrap_or_else(|| known.country.clone())
    }

    /// The country of somebody known; of a people of several, the first of its homes that the document
    /// names often: at least half as often as the one that it names most, which may be their enemy.
    pub(super) fn home(&self, known: &Known) -> String {
        if known.homes.is_empty() {
            return known.country.clone();
        }
        let n = |c: &String| self.seen.get(c).copied().unwrap_or(0);
        let most = known.homes.iter().map(n).max().unwrap_or(0);
        let home = known.homes.iter().find(|c| n(c) * 2 >= most).filter(|_| most > 0);
        home.unwrap_or(&known.country).clone()
    }

    /// The country of the town or division of that name.
    pub(super) fn country_of_town(&self, m: &Mention) -> Option<String> {
        self.geo.country(self.tree, m.first, m.end)
    }

    /// Country that modifies a noun: adjective, possessor, compound, "of"/"in"/"from" phrase.
    pub(crate) fn modifier_country(&self, t: TokenIdx) -> Option<String> {
        self.left_country(t).or_else(|| self.right_countries(t).into_iter().next())
    }

    /// Countries in an "of", "in" or "from" phrase; several when coordinated.
    pub(super) fn right_countries(&self, t: TokenIdx) -> Vec<String> {
        self.countries_after(t, &["of", "in", "from", "for", "to", "at", "both", "across"])
    }

    pub(super) fn country_after(&self, t: TokenIdx, prepositions: &[&str]) -> Option<String> {
        self.countries_after(t, prepositions).into_iter().next()
    }

    fn countries_after(&self, t: TokenIdx, prepositions: &[&str]) -> Vec<String> {
        let tree = self.tree;
        for &k in tree.kids(t) {
            let leads = |p: Cow<'_, str>| prepositions.contains(&p.as_ref());
            if tree.rel(k) != Deprel::Nmod || !tree.preposition(k).is_some_and(leads) {
                continue;
            }
            let found: Vec<String> =
                tree.coordinated(k).into_iter().filter_map(|c| self.country_of_place(c)).collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Country of "Odesa", or of "the Russian town".
    pub(crate) fn country_of_place(&self, t: TokenIdx) -> Option<String> {
        match self.name_of(t) {
            Some(m) if m.name_kind == Some(NameKind::Person) => None,
            Some(m) => self.country_of_name(m),
            None => self
                .tree
                .kids_by(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss])
                .filter_map(|k| self.name_of(k))
                .filter(|m| m.name_kind != Some(NameKind::Person))
                .find_map(|m| self.country_of_name(m)),
        }
    }

    /// Where the one that something is done to is said to be: "killed a civilian in the Russian town".
    pub(super) fn country_of_scene(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        if !matches!(tree.rel(t), Deprel::Obj | Deprel::NsubjPass) {
            return None;
        }
        let verb = tree.head(t)?;
        tree.kids_by(verb, &[Deprel::Obl])
            .filter(|&k| {
                matches!(
                    tree.preposition(k).as_deref(),
                    Some("in" | "at" | "near" | "outside" | "inside" | "across" | "around")
                )
            })
            .find_map(|k| self.country_of_place(k))
    }

    /// "Arrested a lawmaker in Zambia": where the act is set, said right behind who undergoes it.
    pub(super) fn country_right_behind(&self, t: TokenIdx) -> Option<String> {
        let behind = self.tree.analysis.tokens.get(t.0 as usize + 1)?;
        (behind.span.of(self.tree.text) == "in").then(|| self.country_of_scene(t)).flatten()
    }

    /// "European leaders": of Europe, where governments are meant.
    fn of_europe(&self, k: TokenIdx, t: TokenIdx) -> Option<String> {
        let governs = self.tree.cue("governing-many", t);
        let many = matches!(self.tree.xpos(t), model::Xpos::Nns);
        (governs && many && self.tree.form(k) == "European" && self.tree.rel(k) != Deprel::Flat)
            .then(|| "EUR".to_owned())
    }

    /// Countries of coordinated adjectives before a plural ("the Chinese and Ukrainian presidents").
    pub(super) fn left_countries(&self, t: TokenIdx) -> Vec<String> {
        let tree = self.tree;
        let mut found: Vec<String> = Vec::new();
        let before = || tree.kids_by(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss]);
        // "Kurdish Syrian forces": of Syria, whatever other homes that people has.
        let people = |k: TokenIdx| self.name_of(k).is_some_and(|m| self.has_homes(m));
        let aside = before().any(|k| !people(k) && self.country_of_place(k).is_some());
        for k in before().filter(|&k| !(aside && people(k))) {
            for c in tree.coordinated(k).into_iter().filter(|_| !tree.only_backs(k)) {
                let named = self.name_of(c).and_then(|m| self.country_of_name(m));
                if let Some(country) = named.or_else(|| self.of_europe(c, t))
                    && !found.contains(&country)
                {
                    found.push(country);
                }
            }
        }
        found
    }

    pub(super) fn left_country(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        let before =
            [Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::NmodDesc, Deprel::Flat];
        let outright = |people: bool| {
            tree.kids_by(t, &before)
                .filter(|&k| !tree.only_backs(k) && !self.is_field(k))
                .flat_map(|k| tree.coordinated(k))
                .filter(|&k| people || !self.name_of(k).is_some_and(|m| self.has_homes(m)))
                .find_map(|k| {
                    let own = |m: &&Mention| !(m.first <= t && t < m.end);
                    let named = self.name_of(k).filter(own).and_then(|m| self.country_of_name(m));
                    named.or_else(|| self.of_europe(k, t))
                })
        };
        // A name says it outright ("his Ukrainian counterpart"), a country's before that of a people of
        // several ("Kurdish Syrian forces"); a possessor only by resolution.
        outright(false)
            .or_else(|| outright(true))
            .or_else(|| self.country_of_city_before(t))
            .or_else(|| {
                tree.kids_by(t, &[Deprel::NmodPoss, Deprel::Compound])
                    .filter(|&k| !tree.only_backs(k) && !self.is_field(k))
                    .filter_map(|k| self.find(k).participant)
                    .find_map(|p| p.entity.code.country)
            })
    }

    /// "A Ukraine specialist": a country that somebody knows about, not where they are from.
    fn is_field(&self, t: TokenIdx) -> bool {
        let tree = self.tree;
        tree.rel(t) == Deprel::Compound && tree.head(t).is_some_and(|h| tree.cue("knowing", h))
    }

    /// "The military" of a story set in Gaza is Israel's, where Israel is named.
    pub(super) fn country_of_soldiers(&self, country: String) -> String {
        let entities = &self.tree.knowledge.entities;
        let theirs = entities.country(&country).and_then(|e| entities.get(e).soldiers_of.clone());
        theirs.filter(|c| self.seen.contains_key(c)).unwrap_or(country)
    }

    /// For bare roles: the one country named in the sentence, else the document's.
    pub(crate) fn context_country(&self, t: TokenIdx) -> Option<String> {
        let analysis = self.tree.analysis;
        let s = &analysis.sentences[analysis.sentence_of(t)];
        let mut only: Option<String> = None;
        let mut people = Vec::new();
        let from = analysis.mentions.partition_point(|m| m.first < s.first);
        for m in &analysis.mentions[from..] {
            if m.first >= s.end {
                break;
            }
            let aside = || self.is_field(m.head) || self.tree.only_backs(m.head);
            if m.kind != MentionKind::Name || aside() {
                continue;
            }
            if let Some(country) = self.country_of_name(m).filter(|c| is_country(c)) {
                if m.name_kind == Some(NameKind::Person) {
                    people.push(country);
                    continue;
                }
                match &only {
                    None => only = Some(country),
                    Some(c) if *c == country => {}
                    Some(_) => return self.main_country.clone(),
                }
            }
        }
        // "... on Trump's call with the Ukrainian president": not the one country that is named.
        if only.as_ref().is_some_and(|one| people.iter().any(|c| c != one)) {
            return self.main_country.clone();
        }
        if let (Some(one), Some(main)) = (&only, &self.main_country) {
            // A country named in passing in a story of another: those who act are the story's.
            let n = |c: &String| self.seen.get(c).copied().unwrap_or(0);
            if n(main) >= 3 * n(one) {
                return Some(main.clone());
            }
        }
        only.or_else(|| self.main_country.clone())
    }
}
