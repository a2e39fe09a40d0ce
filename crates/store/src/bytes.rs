//! Numbers, texts and days as bytes, small ones small, and back.

use model::{ActorCode, Entity, EntityId, Sector, Term};

use crate::pack::Wrong;

/// Weights of words are kept in parts of this.
const WEIGHT: f32 = 256.0;

/// Writes numbers small ones small.
#[derive(Default)]
pub(crate) struct Bytes(pub(crate) Vec<u8>);

impl Bytes {
    pub(crate) fn number(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend(text.as_bytes());
    }

    /// Absent is not the same as empty.
    pub(crate) fn maybe(&mut self, text: Option<&str>) {
        match text {
            None => self.number(0),
            Some(text) => {
                self.number(text.len() as u64 + 1);
                self.0.extend(text.as_bytes());
            }
        }
    }

    pub(crate) fn terms(&mut self, terms: &[Term]) {
        self.number(terms.len() as u64);
        for t in terms {
            self.0.extend(t.word.to_le_bytes());
            let weight = (t.weight * WEIGHT).round().clamp(1.0, f32::from(u16::MAX)) as u16;
            self.0.extend(weight.to_le_bytes());
        }
    }

    pub(crate) fn day(&mut self, day: model::Date) {
        self.0.extend(day.year().to_le_bytes());
        self.0.push(day.month() as u8);
        self.0.push(day.day() as u8);
    }

    pub(crate) fn entities(&mut self, list: &[Entity]) {
        self.number(list.len() as u64);
        for e in list {
            self.text(&e.name);
            self.maybe(e.id.as_ref().map(|i| i.0.as_str()));
            self.maybe(e.code.country.as_deref());
            self.number(e.code.sectors.len() as u64);
            for s in &e.code.sectors {
                self.0.push(*s as u8);
            }
            self.maybe(e.office.as_deref());
        }
    }
}

/// Reads what [`Bytes`] wrote.
pub(crate) struct Read<'a>(pub(crate) &'a [u8]);

impl<'a> Read<'a> {
    pub(crate) fn take(&mut self, n: usize) -> Result<&'a [u8], Wrong> {
        if n > self.0.len() {
            return Err("reports that end too early".to_owned());
        }
        let (head, tail) = self.0.split_at(n);
        self.0 = tail;
        Ok(head)
    }

    pub(crate) fn array<const N: usize>(&mut self) -> Result<[u8; N], Wrong> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(N)?);
        Ok(out)
    }

    pub(crate) fn byte(&mut self) -> Result<u8, Wrong> {
        Ok(self.array::<1>()?[0])
    }

    pub(crate) fn number(&mut self) -> Result<u64, Wrong> {
        let mut n = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            n |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(n);
            }
        }
        Err("a number that does not end".to_owned())
    }

    /// A number of things of at least one byte each.
    pub(crate) fn length(&mut self) -> Result<usize, Wrong> {
        let n = self.number()? as usize;
        if n > self.0.len() { Err("a list longer than its blob".to_owned()) } else { Ok(n) }
    }

    pub(crate) fn list<T>(
        &mut self,
        one: impl Fn(&mut Self) -> Result<T, Wrong>,
    ) -> Result<Vec<T>, Wrong> {
        let n = self.length()?;
        let mut out = Vec::with_capacity(n);
        for _ in 0..n {
            out.push(one(self)?);
        }
        Ok(out)
    }

    pub(crate) fn text(&mut self) -> Result<String, Wrong> {
        let n = self.length()?;
        String::from_utf8(self.take(n)?.to_vec()).map_err(|_| "a name that is no UTF-8".to_owned())
    }

    pub(crate) fn maybe(&mut self) -> Result<Option<String>, Wrong> {
        let n = self.number()? as usize;
        let Some(n) = n.checked_sub(1) else { return Ok(None) };
        let bytes = self.take(n)?.to_vec();
        String::from_utf8(bytes).map(Some).map_err(|_| "a name that is no UTF-8".to_owned())
    }

    pub(crate) fn terms(&mut self) -> Result<Vec<Term>, Wrong> {
        self.list(|r| {
            let word = u32::from_le_bytes(r.array()?);
            let weight = f32::from(u16::from_le_bytes(r.array()?)) / WEIGHT;
            Ok(Term { word, weight })
        })
    }

    pub(crate) fn day(&mut self) -> Result<model::Date, Wrong> {
        let year = i16::from_le_bytes(self.array()?);
        let [month, day] = self.array()?;
        model::Date::new(year, month as i8, day as i8).map_err(|_| "an impossible day".to_owned())
    }

    pub(crate) fn label<T: Copy>(&mut self, all: &[T]) -> Result<T, Wrong> {
        let n = usize::from(self.byte()?);
        all.get(n).copied().ok_or_else(|| "a label that is not known".to_owned())
    }

    pub(crate) fn number32(&mut self) -> Result<u32, Wrong> {
        Ok(self.number()? as u32)
    }

    pub(crate) fn entity(&mut self) -> Result<Entity, Wrong> {
        Ok(Entity {
            name: self.text()?,
            id: self.maybe()?.map(EntityId),
            code: ActorCode {
                country: self.maybe()?,
                sectors: self.list(|r| r.label(Sector::ALL))?,
            },
            office: self.maybe()?,
        })
    }
}
