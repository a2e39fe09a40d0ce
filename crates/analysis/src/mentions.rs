//! Words with syntax in, mentions and chains out: who is spoken of, and which mentions are one.
//!
//! In "Mexico's president said she had called Mr Trump. The US leader thanked her." the words
//! "Mexico's president", "she" and "her" are one chain, "Mr Trump" and "The US leader" another.
//!
//! It never decides what an entity is coded as (that is the coder's work, at the document's day);
//! it only asks the knowledge base who may be meant. Method: deterministic passes from the most to
//! the least certain link, after Lee et al. 2013 (the "multi-pass sieve").

use knowledge::{AliasKind, Knowledge, KnownKind};
use model::{
    Chain, Date, Deprel, Gender, Mention, MentionKind, NameKind, Quote, Sentence, Span, Token,
    TokenIdx, Upos, Xpos,
};
use rustc_hash::FxHashMap;

/// What the passes know of a chain beside its mentions.
#[derive(Clone, Debug, Default)]
struct Profile {
    /// Lower-case words that end its names ("sheinbaum").
    last_words: Vec<String>,
    /// Known entity.
    known: Option<usize>,
    /// Offices and roles said of it: lower-case lemmas.
    offices: Vec<String>,
    /// Country codes said of it.
    countries: Vec<String>,
    is_person: bool,
    is_plural: bool,
    is_group: bool,
    is_country: bool,
    gender: Option<Gender>,
    last_sentence: usize,
    last_token: u32,
    last_was_subject: bool,
    n_mentions: u32,
    best_name: usize,
}

struct Builder<'a> {
    text: &'a str,
    tokens: &'a [Token],
    sentences: &'a [Sentence],
    quotes: &'a [Quote],
    knowledge: &'a Knowledge,
    today: Option<Date>,
    mentions: Vec<Mention>,
    chains: Vec<Chain>,
    profiles: Vec<Profile>,
    /// Mention by head token.
    by_head: FxHashMap<u32, u32>,
}

/// Finds mentions and joins them into chains, both in reading order.
pub(crate) fn find(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    quotes: &[Quote],
    knowledge: &Knowledge,
    today: Option<Date>,
) -> (Vec<Mention>, Vec<Chain>) {
    let mut builder = Builder {
        text,
        tokens,
        sentences,
        quotes,
        knowledge,
        today,
        mentions: Vec::new(),
        chains: Vec::new(),
        profiles: Vec::new(),
        by_head: FxHashMap::default(),
    };
    for sentence in sentences {
        builder.detect(sentence);
    }
    builder.mentions.sort_by_key(|m| (m.first, std::cmp::Reverse(m.end)));
    for (i, m) in builder.mentions.iter().enumerate() {
        builder.by_head.entry(m.head.0).or_insert(i as u32);
    }
    builder.link();
    (builder.mentions, builder.chains)
}

impl<'a> Builder<'a> {
    fn form(&self, t: usize) -> &'a str {
        self.tokens[t].span.of(self.text)
    }

    fn lemma(&self, t: usize) -> String {
        self.tokens[t].lemma.to_lowercase()
    }

    fn kids(&self, sentence: &Sentence, t: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let range = sentence.first.at()..sentence.end.at();
        range.filter(move |&k| self.tokens[k].head.is_some_and(|h| h.at() == t))
    }

    /// Pushes the mentions of one sentence.
    fn detect(&mut self, sentence: &Sentence) {
        let (first, end) = (sentence.first.at(), sentence.end.at());
        let words: Vec<&str> = (first..end).map(|t| self.form(t)).collect();
        let mut taken = vec![false; end - first];
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
            let n_known = known.map_or(0, |(n, _)| n);
            let n_tagged = tagged.map_or(0, |(n, _)| n);
            if n_known == 0 && n_tagged == 0 {
                t += 1;
                continue;
            }
            let n = n_known.max(n_tagged);
            let kind = if n_known >= n_tagged {
                known.and_then(|(_, hits)| hits.first()).map(|h| self.kind_of(h.entity, h.kind))
            } else {
                tagged.map(|(_, k)| k)
            };
            self.push_name(t, t + n, kind);
            for x in &mut taken[t - first..t + n - first] {
                *x = true;
            }
            t += n;
        }
        for t in first..end {
            if taken[t - first] {
                continue;
            }
            let token = &self.tokens[t];
            match token.upos {
                Upos::Pron if is_personal(&self.lemma(t)) => {
                    self.push(t, t + 1, t, MentionKind::Pronoun, None);
                }
                Upos::Det
                    if self.lemma(t) == "both"
                        && token.deprel != Deprel::Det
                        && token.deprel != Deprel::DetPredet
                        && token.deprel != Deprel::CcPreconj =>
                {
                    self.push(t, t + 1, t, MentionKind::Pronoun, None);
                }
                Upos::Noun | Upos::Propn | Upos::Adj => {
                    if matches!(token.deprel, Deprel::Compound | Deprel::Flat | Deprel::Amod) {
                        continue;
                    }
                    let from = first.max(t.saturating_sub(4));
                    let lemmas: Vec<String> = (from..=t).map(|k| self.lemma(k)).collect();
                    let refs: Vec<&str> = lemmas.iter().map(String::as_str).collect();
                    let is_role = self.knowledge.roles.longest_ending(&refs).is_some()
                        || matches!(
                            lemmas[lemmas.len() - 1].as_str(),
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
                        );
                    if !is_role || (token.upos == Upos::Adj && token.deprel == Deprel::Amod) {
                        continue;
                    }
                    // The left edge: determiners, adjectives, compounds, possessors before it.
                    let mut left = t;
                    for k in self.kids(sentence, t) {
                        if k < left
                            && matches!(
                                self.tokens[k].deprel,
                                Deprel::Det
                                    | Deprel::Amod
                                    | Deprel::Compound
                                    | Deprel::NmodPoss
                                    | Deprel::Nummod
                            )
                        {
                            left = k;
                        }
                    }
                    while left > first && self.tokens[left - 1].head.is_some_and(|h| h.at() == left)
                    {
                        left -= 1;
                    }
                    self.push(left, t + 1, t, MentionKind::Nominal, None);
                }
                _ => {}
            }
        }
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
            chain: 0,
        });
    }

    fn link(&mut self) {
        for i in 0..self.mentions.len() {
            let m = self.mentions[i].clone();
            let sentence = self.sentences.partition_point(|s| s.end <= m.head);
            let chain = match m.kind {
                MentionKind::Name => self.chain_of_name(&m, sentence),
                MentionKind::Nominal => self.chain_of_nominal(&m, sentence),
                MentionKind::Pronoun => self.chain_of_pronoun(&m, sentence),
            };
            let chain = chain.unwrap_or_else(|| {
                self.chains.push(Chain::default());
                self.profiles.push(Profile::default());
                self.chains.len() - 1
            });
            self.join(i, chain, sentence);
        }
        for (chain, profile) in self.chains.iter_mut().zip(&self.profiles) {
            chain.gender = profile.gender;
        }
    }

    /// Adds mention `i` to a chain and learns from it.
    fn join(&mut self, i: usize, chain: usize, sentence: usize) {
        self.mentions[i].chain = chain as u32;
        let m = self.mentions[i].clone();
        let head = &self.tokens[m.head.at()];
        let words: Vec<&str> = (m.first.at()..m.end.at()).map(|t| self.form(t)).collect();
        let text = m.span.of(self.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let lemma = head.lemma.to_lowercase();
        let known = (m.kind == MentionKind::Name).then(|| self.known_of(&words)).flatten();
        let title = self.title_before(&m);
        let roles = self.roles_said(&m);
        let modifiers = self.countries_said(&m);
        let is_subject = matches!(head.deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let gender_known = known.and_then(|(e, _)| self.knowledge.entities.get(e).gender);
        let is_possessor_adjective =
            m.name_kind == Some(NameKind::Group) && head.deprel == Deprel::Amod;
        let profile = &mut self.profiles[chain];
        profile.n_mentions += 1;
        if !is_possessor_adjective {
            profile.last_sentence = sentence;
            profile.last_token = m.head.0;
            profile.last_was_subject = is_subject;
        }
        match m.kind {
            MentionKind::Name => {
                if let Some(last) = words.last() {
                    let last = last.to_lowercase();
                    if !profile.last_words.contains(&last) {
                        profile.last_words.push(last);
                    }
                }
                match m.name_kind {
                    Some(NameKind::Person) => profile.is_person = true,
                    Some(NameKind::Organization) => profile.is_group = true,
                    Some(NameKind::Place) => profile.is_country |= known.is_some(),
                    _ => {}
                }
                if let Some((entity, _)) = known {
                    profile.known.get_or_insert(entity);
                    let k = self.knowledge.entities.get(entity);
                    match k.kind {
                        KnownKind::Person => profile.is_person = true,
                        KnownKind::Country => profile.is_country = true,
                        _ => profile.is_group = true,
                    }
                    if !profile.countries.contains(&k.country) {
                        profile.countries.push(k.country.clone());
                    }
                }
                if words.len() > profile.best_name && !is_possessor_adjective {
                    profile.best_name = words.len();
                    self.chains[chain].name = text;
                }
            }
            MentionKind::Nominal => {
                if !profile.offices.contains(&lemma) {
                    profile.offices.push(lemma.clone());
                }
                let plural = matches!(head.xpos, Xpos::Nns | Xpos::Nnps);
                profile.is_plural |= plural;
                if is_collective(&lemma) || plural {
                    profile.is_group = true;
                } else if !matches!(lemma.as_str(), "country" | "nation" | "side") {
                    profile.is_person = true;
                } else {
                    profile.is_country = true;
                }
            }
            MentionKind::Pronoun => {
                if let Some(g) = lemma_gender(&lemma) {
                    profile.gender.get_or_insert(g);
                    profile.is_person = true;
                }
            }
        }
        if let Some(g) = gender_known {
            profile.gender = Some(g);
        }
        if let Some((title, gender)) = title {
            if profile.gender.is_none() {
                profile.gender = gender;
            }
            if !profile.offices.contains(&title) {
                profile.offices.push(title);
            }
            profile.is_person = true;
        }
        for role in roles {
            if !profile.offices.contains(&role) {
                profile.offices.push(role);
            }
        }
        for country in modifiers {
            if !profile.countries.contains(&country) {
                profile.countries.push(country);
            }
        }
        self.chains[chain].mentions.push(i as u32);
    }

    fn known_of(&self, words: &[&str]) -> Option<(usize, AliasKind)> {
        let (n, hits) = self.knowledge.entities.longest_at(words)?;
        (n == words.len()).then(|| hits.first().map(|h| (h.entity, h.kind))).flatten()
    }

    /// Title right before a name ("President", "Ms"), with the gender it tells.
    fn title_before(&self, m: &Mention) -> Option<(String, Option<Gender>)> {
        if m.kind != MentionKind::Name {
            return None;
        }
        let before = m.first.at().checked_sub(1)?;
        let lemma = self.form(before).to_lowercase();
        if !self.knowledge.cues.has("title", &lemma) {
            return None;
        }
        let gender = if self.knowledge.cues.has("title-female", &lemma) {
            Some(Gender::Female)
        } else if self.knowledge.cues.has("title-male", &lemma) {
            Some(Gender::Male)
        } else {
            None
        };
        Some((lemma, gender))
    }

    /// Roles in apposition to a name ("Lavrov, the foreign minister").
    fn roles_said(&self, m: &Mention) -> Vec<String> {
        let mut found = Vec::new();
        let head = m.head.at();
        if self.tokens[head].deprel == Deprel::Appos
            && let Some(above) = self.tokens[head].head
        {
            found.push(self.lemma(above.at()));
        }
        let sentence = &self.sentences[self.sentences.partition_point(|s| s.end <= m.head)];
        for k in self.kids(sentence, head) {
            if matches!(self.tokens[k].deprel, Deprel::Appos | Deprel::NmodDesc) {
                found.push(self.lemma(k));
            }
        }
        found
    }

    /// Countries that modify a mention ("Mexican", "Mexico's").
    fn countries_said(&self, m: &Mention) -> Vec<String> {
        let head = m.head.at();
        let sentence = &self.sentences[self.sentences.partition_point(|s| s.end <= m.head)];
        let end = sentence.end.at();
        let mut found = Vec::new();
        for k in self.kids(sentence, head) {
            if !matches!(
                self.tokens[k].deprel,
                Deprel::Amod | Deprel::Compound | Deprel::NmodPoss | Deprel::NmodDesc
            ) {
                continue;
            }
            let words: Vec<&str> = (k..end).map(|t| self.form(t)).collect();
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

    fn chain_of_name(&self, m: &Mention, _sentence: usize) -> Option<usize> {
        let words: Vec<&str> = (m.first.at()..m.end.at()).map(|t| self.form(t)).collect();
        let known = self.known_of(&words);
        let last = words.last().map(|w| w.to_lowercase())?;
        // A short name first looks for a fuller one in the document.
        if words.len() == 1
            && m.name_kind == Some(NameKind::Person)
            && let Some(chain) = self
                .profiles
                .iter()
                .rposition(|p| p.is_person && p.last_words.contains(&last) && p.best_name >= 1)
        {
            return Some(chain);
        }
        if let Some((entity, kind)) = known {
            if kind != AliasKind::Surname || self.profiles.iter().any(|p| p.known == Some(entity)) {
                return self.profiles.iter().position(|p| p.known == Some(entity));
            }
            return None;
        }
        let text = words.join(" ");
        let same = |c: &Chain| c.name == text;
        if let Some(chain) = self.chains.iter().rposition(same) {
            return Some(chain);
        }
        if m.name_kind == Some(NameKind::Person) {
            return self.profiles.iter().rposition(|p| {
                p.is_person && p.known.is_none() && p.last_words.contains(&last) && p.best_name == 1
            });
        }
        None
    }

    fn chain_of_nominal(&self, m: &Mention, sentence: usize) -> Option<usize> {
        let head = m.head.at();
        let token = &self.tokens[head];
        // Apposition and title: the name speaks for it.
        if token.deprel == Deprel::Appos
            && let Some(above) = token.head
            && let Some(&i) = self.by_head.get(&above.0)
            && self.mentions[i as usize].first < m.first
        {
            return Some(self.mentions[i as usize].chain as usize);
        }
        let first = self.form(m.first.at()).to_lowercase();
        let definite = matches!(first.as_str(), "the" | "this" | "that")
            || self.tokens[m.first.at()].deprel == Deprel::NmodPoss;
        if !definite {
            return None;
        }
        let lemma = self.lemma(head);
        let countries = self.countries_said(m);
        let plural = matches!(token.xpos, Xpos::Nns | Xpos::Nnps);
        if plural || is_collective(&lemma) {
            return self.profiles.iter().rposition(|p| {
                p.offices.contains(&lemma)
                    && p.known.is_none()
                    && !p.is_person
                    && sentence - p.last_sentence.min(sentence) <= 3
                    && (countries.is_empty() || countries.iter().all(|c| p.countries.contains(c)))
            });
        }
        // "the president", "the US leader": the last person of that office (and country).
        self.profiles.iter().rposition(|p| {
            let far = sentence - p.last_sentence.min(sentence);
            p.is_person
                && far <= 8
                && self.fits_office(p, &lemma)
                && (countries.is_empty() || countries.iter().any(|c| p.countries.contains(c)))
        })
    }

    fn fits_office(&self, p: &Profile, lemma: &str) -> bool {
        if p.offices.iter().any(|o| o == lemma) {
            return true;
        }
        let Some(entity) = p.known else { return false };
        let (code, office) = self.knowledge.entities.code_on(entity, self.today);
        let office = office.unwrap_or_default();
        office == lemma
            || office.split(' ').next_back() == Some(lemma)
            || (lemma == "leader" && code.sectors.first() == Some(&model::Sector::Gov))
    }

    fn quote_at(&self, span: Span) -> Option<&Quote> {
        self.quotes
            .iter()
            .filter(|q| q.kind != model::QuoteKind::Indirect)
            .find(|q| q.span.contains(span))
    }

    fn chain_of_pronoun(&self, m: &Mention, sentence: usize) -> Option<usize> {
        let lemma = self.form(m.head.at()).to_lowercase();
        let quote = self.quote_at(m.span);
        if is_first_person(&lemma) {
            let speaker = quote?.speaker?;
            return self
                .by_head
                .get(&speaker.0)
                .map(|&i| self.mentions[i as usize].clone())
                .filter(|s| s.first != m.first)
                .map(|s| s.chain as usize)
                .filter(|&c| c < self.profiles.len() && !self.chains[c].mentions.is_empty())
                .or_else(|| self.speaker_chain_later(speaker));
        }
        if matches!(lemma.as_str(), "you" | "your" | "yours" | "yourself") {
            return None;
        }
        let speaker_chain = quote.and_then(|q| q.speaker).and_then(|s| {
            self.by_head.get(&s.0).map(|&i| self.mentions[i as usize].chain as usize)
        });
        let gender = lemma_gender(&lemma);
        let plural =
            matches!(lemma.as_str(), "they" | "them" | "their" | "theirs" | "themselves" | "both");
        let head_word = &self.tokens[m.head.at()];
        let clause_subject = self.subject_of_clause(m);
        let mut best: Option<(i64, usize)> = None;
        for (c, p) in self.profiles.iter().enumerate() {
            if p.n_mentions == 0 || Some(c) == speaker_chain && quote.is_some() {
                continue;
            }
            let far = sentence.saturating_sub(p.last_sentence);
            if far > 3 || p.last_token >= m.head.0 {
                continue;
            }
            let fits = match gender {
                Some(g) => p.is_person && !p.is_plural && p.gender.is_none_or(|x| x == g),
                None if plural => p.is_plural || p.is_group || p.is_country,
                None => (p.is_group || p.is_country) && !p.is_plural && !p.is_person,
            };
            if !fits {
                continue;
            }
            // A subject's own clause-mates: "he told him" are two people.
            if head_word.deprel == Deprel::Obj && clause_subject == Some(TokenIdx(p.last_token)) {
                continue;
            }
            let mut score = -40 * far as i64;
            score += if p.last_was_subject { 30 } else { 0 };
            score += i64::from(p.n_mentions.min(8)) * 3;
            score += if gender.is_some() && p.gender == gender { 25 } else { 0 };
            score += if plural && p.is_plural { 15 } else { 0 };
            score -= i64::from((m.head.0 - p.last_token).min(40)) / 4;
            if best.is_none_or(|(s, _)| score > s) {
                best = Some((score, c));
            }
        }
        best.map(|(_, c)| c)
    }

    /// The speaker may stand behind the quotation: find its chain by name.
    fn speaker_chain_later(&self, speaker: TokenIdx) -> Option<usize> {
        let i = *self.by_head.get(&speaker.0)?;
        let m = &self.mentions[i as usize];
        match m.kind {
            MentionKind::Name => {
                self.chain_of_name(m, self.sentences.partition_point(|s| s.end <= m.head))
            }
            MentionKind::Nominal => {
                self.chain_of_nominal(m, self.sentences.partition_point(|s| s.end <= m.head))
            }
            MentionKind::Pronoun => {
                let lemma = self.form(m.head.at()).to_lowercase();
                let gender = lemma_gender(&lemma)?;
                self.profiles
                    .iter()
                    .enumerate()
                    .filter(|(_, p)| p.is_person && p.gender.is_none_or(|g| g == gender))
                    .max_by_key(|(_, p)| (p.last_was_subject, p.last_token))
                    .map(|(c, _)| c)
            }
        }
    }

    fn subject_of_clause(&self, m: &Mention) -> Option<TokenIdx> {
        let verb = self.tokens[m.head.at()].head?;
        let sentence = &self.sentences[self.sentences.partition_point(|s| s.end <= m.head)];
        self.kids(sentence, verb.at())
            .find(|&k| self.tokens[k].deprel == Deprel::Nsubj)
            .map(|k| TokenIdx(k as u32))
    }
}

fn is_personal(lemma: &str) -> bool {
    matches!(
        lemma,
        "i" | "me"
            | "my"
            | "mine"
            | "myself"
            | "we"
            | "us"
            | "our"
            | "ours"
            | "ourselves"
            | "you"
            | "your"
            | "yours"
            | "he"
            | "him"
            | "his"
            | "himself"
            | "she"
            | "her"
            | "hers"
            | "herself"
            | "it"
            | "its"
            | "itself"
            | "they"
            | "them"
            | "their"
            | "theirs"
            | "themselves"
            | "both"
    )
}

fn is_first_person(lemma: &str) -> bool {
    matches!(
        lemma,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
    )
}

fn lemma_gender(lemma: &str) -> Option<Gender> {
    match lemma {
        "he" | "him" | "his" | "himself" => Some(Gender::Male),
        "she" | "her" | "hers" | "herself" => Some(Gender::Female),
        _ => None,
    }
}

fn is_collective(lemma: &str) -> bool {
    matches!(
        lemma,
        "government"
            | "army"
            | "police"
            | "ministry"
            | "parliament"
            | "court"
            | "party"
            | "group"
            | "company"
            | "administration"
            | "military"
            | "force"
            | "union"
            | "council"
            | "congress"
            | "senate"
            | "agency"
            | "department"
            | "committee"
            | "opposition"
            | "navy"
            | "regime"
            | "cartel"
            | "gang"
            | "embassy"
            | "militia"
            | "junta"
            | "coalition"
            | "alliance"
            | "bloc"
            | "commission"
            | "organization"
            | "organisation"
            | "movement"
            | "cabinet"
            | "crowd"
            | "public"
            | "authority"
            | "firm"
            | "bank"
            | "newspaper"
    )
}
