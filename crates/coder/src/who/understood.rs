//! A bare noun that means one party in particular in, that party out.
//!
//! "The Commission" in a story of the Union, "the state's pay offer", "the general … his men", "the
//! North" in a story of Korea. It never looks at nouns whose own words say who they are.

use model::{ActorCode, Deprel, Entity, MentionKind, Participant, Sector, TokenIdx, Upos, Xpos};

use super::{Found, Who};

impl Who<'_, '_> {
    /// Whom a bare noun means by where it stands.
    pub(super) fn understood(&self, t: TokenIdx, lemma: &str) -> Option<Found> {
        let tree = self.tree;
        // "Agreed to build a fighter": a machine, no armed man.
        let made = tree.cue("craft-or-person", t)
            && matches!(tree.rel(t), Deprel::Obj | Deprel::NsubjPass)
            && tree.head(t).is_some_and(|v| tree.cue("making", v));
        if made {
            return Some(Found::default());
        }
        match lemma {
            "commission" => self.commission(t),
            "state" => self.employer(t),
            "man" => self.men_of(t),
            _ => None,
        }
    }

    fn named(&self, t: TokenIdx, name: &str, country: Option<String>, sector: Sector) -> Found {
        let code = ActorCode { country, sectors: vec![sector] };
        let entity = Entity { name: name.to_owned(), code, ..Entity::default() };
        let span = self.span_with_modifiers(t);
        Found { participant: Some(Participant { span, entity }), ..Found::default() }
    }

    /// "Slovakia spurned the Commission's proposal": the Union's, unless the text has another.
    fn commission(&self, t: TokenIdx) -> Option<Found> {
        let tree = self.tree;
        let modified = tree
            .kid(t, &[Deprel::Amod, Deprel::Compound, Deprel::NmodPoss, Deprel::Nmod])
            .is_some();
        if tree.form(t) != "Commission" || !tree.is_definite(t) || modified {
            return None;
        }
        let analysis = tree.analysis;
        let another = analysis.mentions.iter().any(|m| {
            m.head != t
                && m.end.0 > m.first.0 + 1
                && tree.lemma(TokenIdx(m.end.0 - 1)) == "commission"
        });
        let europe =
            (0..analysis.tokens.len() as u32).map(TokenIdx).any(|x| tree.cue("of-the-union", x));
        let member = |c: &String| tree.knowledge.cues.has("union-members", &c.to_lowercase());
        let of_union = !self.seen.is_empty() && self.seen.keys().all(member);
        let mut found = self.named(t, "European Commission", Some("EUR".to_owned()), Sector::Gov);
        found.organization = true;
        (!another && (europe || of_union)).then_some(found)
    }

    /// "The state's pay offer": the government that employs.
    fn employer(&self, t: TokenIdx) -> Option<Found> {
        let tree = self.tree;
        let bare = tree.kid(t, &[Deprel::Amod, Deprel::Compound, Deprel::Nmod]).is_none();
        let owner = tree.rel(t) == Deprel::NmodPoss && tree.is_definite(t) && bare;
        let country = self.context_country(t).filter(|_| owner)?;
        Some(self.named(t, "", Some(country), Sector::Gov))
    }

    /// "The general denied that his men had opened fire": the men of whoever commands them.
    fn men_of(&self, t: TokenIdx) -> Option<Found> {
        let tree = self.tree;
        if tree.xpos(t) != Xpos::Nns {
            return None;
        }
        let owner = tree.kid(t, &[Deprel::NmodPoss])?;
        let code = self.find(owner).participant?.entity.code;
        let first = code.sectors.first().copied()?;
        let armed = [Sector::Mil, Sector::Reb, Sector::Cop, Sector::Prm];
        armed.contains(&first).then(|| self.named(t, "", code.country, first))
    }

    /// "That New Delhi waive the immunity of six diplomats": those of the one who can waive it.
    pub(super) fn country_waiving(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        let immunity =
            tree.head(t).filter(|&h| tree.rel(t) == Deprel::Nmod && tree.lemma(h) == "immunity")?;
        let verb = tree.head(immunity).filter(|_| tree.rel(immunity) == Deprel::Obj)?;
        self.find(tree.surface_subject(verb)?).participant?.entity.code.country
    }

    /// Whether the words at a span name envoys, who are hardly of the country that acts on them.
    pub(crate) fn is_sent_abroad(&self, span: model::Span) -> bool {
        self.tree.last_word(span).is_some_and(|t| self.tree.cue("sent-abroad", t))
    }

    /// "Any incursion by the North", in a story of Korea.
    pub(super) fn half_of_korea(&self, t: TokenIdx) -> Option<Found> {
        let tree = self.tree;
        let country = match tree.form(t) {
            "North" => "PRK",
            "South" => "KOR",
            _ => return None,
        };
        let alone = tree.is_definite(t)
            && tree.kid(t, &[Deprel::Nmod, Deprel::Flat]).is_none()
            && !matches!(tree.rel(t), Deprel::Compound | Deprel::Flat | Deprel::Amod)
            && self.name_of(t).is_none_or(|m| m.end.0 == m.first.0 + 1);
        let korea = self.seen.contains_key("PRK") || self.seen.contains_key("KOR");
        let mut found = self.named(t, "", Some(country.to_owned()), Sector::Gov);
        if let Some(p) = &mut found.participant {
            p.entity.code.sectors.clear();
        }
        found.country = true;
        (alone && korea).then_some(found)
    }

    /// "Lagos police": the city before a noun, where nobody took it for a name.
    pub(super) fn country_of_city_before(&self, t: TokenIdx) -> Option<String> {
        let tree = self.tree;
        let city = tree.kids_by(t, &[Deprel::Compound]).find(|&k| {
            tree.upos(k) == Upos::Propn && k.0 + 1 == t.0 && self.name_of(k).is_none()
        })?;
        let named =
            tree.analysis.mentions.iter().any(|m| m.kind == MentionKind::Name && m.head == t);
        self.geo.country(tree, city, t).filter(|_| !named)
    }
}
