//! A filter in, the lists that answer it out.

use model::EventType;
use rusqlite::{OptionalExtension, params};

use crate::{
    ANY, DayCode, Filter, Key, ListKind, ListName, Result, Store,
    filter::{AnyOf, Who},
    rest::Rest,
    words,
};

/// Lists of which an event must stand on one, with the number of events on them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Group {
    pub(crate) lists: Vec<i64>,
    pub(crate) n_keys: i64,
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// One list of each must hold the event; the shortest first.
    pub(crate) groups: Vec<Group>,
    /// None of these may.
    pub(crate) excluded: Vec<Group>,
    /// Classes allowed.
    pub(crate) classes: Box<[bool; 256]>,
    /// Statuses allowed, by number.
    pub(crate) statuses: [bool; 4],
    /// Keys from, up to.
    pub(crate) keys: (i64, i64),
    /// What the index of words is asked.
    pub(crate) text: Option<String>,
    /// Only these keys, ascending.
    pub(crate) among: Option<Vec<i64>>,
    /// What only the event's row can tell.
    pub(crate) rest: Rest,
    /// Whether the filter cannot hold for anything.
    pub(crate) nothing: bool,
}

impl Plan {
    /// Whether a list with a kept series answers it alone.
    pub(crate) fn series_list(&self) -> Option<i64> {
        let [group] = self.groups.as_slice() else { return None };
        let [list] = group.lists.as_slice() else { return None };
        (self.text.is_none()
            && self.among.is_none()
            && self.rest.is_empty()
            && self.excluded.is_empty())
        .then_some(*list)
    }

    /// Whether day, class and status of a key are asked for.
    pub(crate) fn admits(&self, key: Key) -> bool {
        self.classes[usize::from(key.class())] && self.statuses[key.status() as usize]
    }
}

impl Store {
    pub(crate) fn plan(&self, filter: &Filter) -> Result<Plan> {
        self.try_plan(filter).map_err(|e| self.fail(e))
    }

    fn try_plan(&self, f: &Filter) -> rusqlite::Result<Plan> {
        let (classes, any_class) = self.classes(f)?;
        let mut plan = Plan {
            groups: Vec::new(),
            excluded: Vec::new(),
            classes,
            statuses: [true; 4],
            keys: days(f),
            text: words::question(&f.text),
            among: self.among(f)?,
            rest: Rest::default(),
            nothing: !any_class,
        };
        if !f.statuses.is_empty() {
            plan.statuses = [false; 4];
            for s in &f.statuses {
                plan.statuses[*s as usize] = true;
            }
        }
        let mut groups = self.groups(f, &mut plan.rest)?;
        if let Some(id) = &f.document {
            match self.document_number(id)? {
                Some(n) => plan.rest.document = Some(n),
                None => plan.nothing = true,
            }
        }
        plan.rest.cameo.clone_from(&f.cameo);
        plan.rest.confidence = f.confidence;
        for not in &f.not {
            let inner = self.try_plan(not)?;
            exclude(not, inner, &mut plan);
        }
        let is_open = groups.is_empty() && plan.text.is_none();
        if is_open && (plan.among.is_none() || !plan.excluded.is_empty()) {
            groups.push(self.group(&[ListName::pair(ANY, ANY)])?);
        }
        groups.sort_by_key(|g| g.n_keys);
        plan.nothing |= groups.iter().any(|g| g.lists.is_empty());
        plan.groups = groups;
        Ok(plan)
    }

    /// Keys that the filter names one by one.
    fn among(&self, f: &Filter) -> rusqlite::Result<Option<Vec<i64>>> {
        let mut among = f.incident.as_ref().map(|id| self.keys_of_incident(id)).transpose()?;
        if let Some(n) = f.arrived_after {
            let mut keys: Vec<i64> = self
                .connection
                .prepare_cached(
                    "SELECT key FROM coding JOIN event ON event.n >= coding.first_event
                         AND event.n < coding.first_event + coding.n_events
                     WHERE coding.document > ?1",
                )?
                .query_map([n], |r| r.get(0))?
                .collect::<rusqlite::Result<_>>()?;
            keys.sort_unstable();
            among = Some(match among {
                None => keys,
                Some(some) => some.into_iter().filter(|k| keys.binary_search(k).is_ok()).collect(),
            });
        }
        Ok(among)
    }

    fn groups(&self, f: &Filter, rest: &mut Rest) -> rusqlite::Result<Vec<Group>> {
        let mut groups = Vec::new();
        let countries = |who: &AnyOf<Who>| -> Option<Vec<String>> {
            who.iter()
                .map(|w| match w {
                    Who::Code { country: Some(c), sector: None } => Some(c.clone()),
                    _ => None,
                })
                .collect()
        };
        // What one country did to another is a list of its own, far shorter than either's.
        let both = match (f.actors.as_slice(), f.recipients.as_slice()) {
            ([a], [r]) => countries(a).zip(countries(r)),
            _ => None,
        };
        if let Some((actors, recipients)) = both {
            let names: Vec<ListName> = actors
                .iter()
                .flat_map(|a| recipients.iter().map(move |r| ListName::pair(a, r)))
                .collect();
            groups.push(self.group(&names)?);
        } else {
            for who in &f.actors {
                self.side(0, who, &mut groups, rest)?;
            }
            for who in &f.recipients {
                self.side(1, who, &mut groups, rest)?;
            }
        }
        for who in &f.parties {
            self.side(2, who, &mut groups, rest)?;
        }
        for (a, b) in &f.dyads {
            groups.push(self.group(&[ListName::dyad(a, b)])?);
        }
        for who in &f.speakers {
            groups.push(self.speakers(who)?);
        }
        let named = |kind: ListKind, names: Vec<String>| {
            self.group(&names.into_iter().map(|n| ListName::new(kind, n)).collect::<Vec<_>>())
        };
        for list in &f.modes {
            groups.push(named(ListKind::Mode, list.iter().map(ToString::to_string).collect())?);
        }
        for list in &f.contexts {
            groups.push(named(ListKind::Context, list.iter().map(ToString::to_string).collect())?);
        }
        for list in &f.about {
            groups.push(named(ListKind::About, list.clone())?);
        }
        for list in &f.publishers {
            groups.push(self.spelled(&[ListKind::Publisher], list)?);
        }
        for list in &f.places {
            groups.push(self.spelled(&[ListKind::Place, ListKind::PlaceCountry], list)?);
        }
        Ok(groups)
    }

    /// One side: countries by their pairs, people by their own lists, sectors by the rows.
    fn side(
        &self,
        side: u8,
        who: &AnyOf<Who>,
        groups: &mut Vec<Group>,
        rest: &mut Rest,
    ) -> rusqlite::Result<()> {
        let mut names = Vec::new();
        let mut codes = Vec::new();
        let mut everybody = false;
        for w in who {
            match w {
                Who::Code { country, sector } => {
                    if let Some(c) = country {
                        if side != 1 {
                            names.push(ListName::pair(c, ANY));
                        }
                        if side != 0 {
                            names.push(ListName::pair(ANY, c));
                        }
                    } else {
                        everybody = true;
                    }
                    codes.push((
                        country.clone(),
                        sector.map(|s| s.as_str().to_owned()).unwrap_or_default(),
                    ));
                }
                Who::Known(_) | Who::Named(_) => {
                    if side != 1 {
                        names.extend(self.entity_lists(ListKind::Actor, w)?);
                    }
                    if side != 0 {
                        names.extend(self.entity_lists(ListKind::Recipient, w)?);
                    }
                }
            }
        }
        // Rows tell sectors only; a choice between a sector and a person is left to the lists.
        let by_row = codes.len() == who.len() && codes.iter().any(|(_, s)| !s.is_empty());
        if by_row {
            rest.codes.push((side, codes));
        }
        if !everybody {
            groups.push(self.group(&names)?);
        }
        Ok(())
    }

    fn speakers(&self, who: &AnyOf<Who>) -> rusqlite::Result<Group> {
        let mut names = Vec::new();
        for w in who {
            match w {
                Who::Code { country: Some(c), .. } => {
                    names.push(ListName::new(ListKind::SpeakerCountry, c));
                }
                Who::Code { country: None, .. } => {}
                _ => names.extend(self.entity_lists(ListKind::Speaker, w)?),
            }
        }
        self.group(&names)
    }

    /// Lists of an entity: by id, or of everybody of that name.
    fn entity_lists(&self, kind: ListKind, who: &Who) -> rusqlite::Result<Vec<ListName>> {
        match who {
            Who::Known(id) => Ok(vec![ListName::entity(kind, id, "", "")]),
            Who::Named(name) => {
                let mut rows = self.connection.prepare_cached(
                    "SELECT known, name, country FROM entity WHERE name = ?1 COLLATE NOCASE
                     ORDER BY n",
                )?;
                rows.query_map([name], |r| {
                    Ok(ListName::entity(
                        kind,
                        &r.get::<_, String>(0)?,
                        &r.get::<_, String>(1)?,
                        &r.get::<_, String>(2)?,
                    ))
                })?
                .collect()
            }
            Who::Code { .. } => Ok(Vec::new()),
        }
    }

    /// Lists whose name is one of `names`, in any case of letters.
    fn spelled(&self, kinds: &[ListKind], names: &[String]) -> rusqlite::Result<Group> {
        let mut group = Group::default();
        for kind in kinds {
            for name in names {
                let mut rows = self.connection.prepare_cached(
                    "SELECT n, n_keys FROM list WHERE kind = ?1 AND a = ?2 COLLATE NOCASE",
                )?;
                let rows = rows.query_map(params![*kind as i64, name], |r| {
                    Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?))
                })?;
                for row in rows {
                    group.add(row?);
                }
            }
        }
        Ok(group)
    }

    pub(crate) fn group(&self, names: &[ListName]) -> rusqlite::Result<Group> {
        let mut group = Group::default();
        for name in names {
            let found = self
                .connection
                .prepare_cached("SELECT n, n_keys FROM list WHERE kind = ?1 AND a = ?2 AND b = ?3")?
                .query_row(params![name.kind as i64, name.a, name.b], |r| {
                    Ok((r.get(0)?, r.get(1)?))
                })
                .optional()?;
            if let Some(row) = found {
                group.add(row);
            }
        }
        Ok(group)
    }

    /// Classes that the filter's types and quads allow, and whether there is any.
    fn classes(&self, f: &Filter) -> rusqlite::Result<(Box<[bool; 256]>, bool)> {
        let mut out = Box::new([false; 256]);
        let mut any = f.types.is_empty() && f.quads.is_empty();
        for (n, kind, _) in self.class_rows()? {
            let wanted = (f.types.is_empty() || f.types.contains(&kind))
                && (f.quads.is_empty() || f.quads.contains(&kind.quad().number()));
            out[usize::from(n)] = wanted;
            any |= wanted;
        }
        Ok((out, any))
    }

    /// Number, type and intensity of every class.
    pub(crate) fn class_rows(&self) -> rusqlite::Result<Vec<(u8, EventType, f64)>> {
        let mut rows =
            self.connection.prepare_cached("SELECT n, type, intensity FROM class ORDER BY n")?;
        rows.query_map([], |r| {
            let kind: String = r.get(1)?;
            let kind = kind.parse().map_err(|e| {
                rusqlite::Error::FromSqlConversionFailure(
                    1,
                    rusqlite::types::Type::Text,
                    Box::<model::UnknownLabel>::new(e),
                )
            })?;
            Ok((r.get(0)?, kind, r.get(2)?))
        })?
        .collect()
    }

    pub(crate) fn document_number(&self, id: &str) -> rusqlite::Result<Option<i64>> {
        self.connection
            .prepare_cached("SELECT n FROM document WHERE id = ?1")?
            .query_row([id], |r| r.get(0))
            .optional()
    }
}

/// Takes one condition that must not hold into the plan.
fn exclude(not: &Filter, inner: Plan, plan: &mut Plan) {
    if !not.types.is_empty() || !not.quads.is_empty() {
        for (mine, theirs) in plan.classes.iter_mut().zip(inner.classes.iter()) {
            *mine &= !theirs;
        }
    } else if !not.statuses.is_empty() {
        for (mine, theirs) in plan.statuses.iter_mut().zip(inner.statuses) {
            *mine &= !theirs;
        }
    } else if !inner.rest.is_empty() {
        // A code with a sector has a list for its country too; the row tells both.
        plan.rest.not.push(inner.rest);
    } else {
        plan.excluded.extend(inner.groups.into_iter().filter(|g| !g.lists.is_empty()));
    }
}

impl Group {
    fn add(&mut self, (list, n_keys): (i64, i64)) {
        if !self.lists.contains(&list) {
            self.lists.push(list);
            self.n_keys += n_keys;
        }
    }
}

/// Keys of the days asked for; without days, everything, what stands on no day too.
fn days(f: &Filter) -> (i64, i64) {
    let from = match f.since {
        Some(day) => Key::first_of(DayCode::of(day)).0,
        None if f.until.is_some() => Key::first_of(DayCode(1)).0,
        None => 0,
    };
    let to = f.until.map_or(i64::MAX, |day| Key::end_of(DayCode::of(day)).0);
    (from, to)
}
