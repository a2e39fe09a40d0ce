//! A day with as much of its clock as was told.

use crate::Date;

/// When something was published: the day, and the time of day and zone where they were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The day, in the zone it was told in.
    pub day: Date,
    /// Minutes since midnight, in the zone it was told in.
    pub minute: Option<u16>,
    /// Minutes that the zone is ahead of UTC; `None` where no zone was told.
    pub offset_min: Option<i16>,
}

impl Moment {
    /// A day without a clock.
    pub fn day(day: Date) -> Self {
        Self { day, minute: None, offset_min: None }
    }
}

impl std::fmt::Display for Moment {
    /// As ISO 8601, as far as told: `2026-01-13`, `2026-01-13T08:05`, `2026-01-13T08:05+08:00`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.day)?;
        let Some(minute) = self.minute else { return Ok(()) };
        write!(f, "T{:02}:{:02}", minute / 60, minute % 60)?;
        match self.offset_min {
            None => Ok(()),
            Some(0) => write!(f, "Z"),
            Some(o) => {
                let sign = if o < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", o.abs() / 60, o.abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_much_as_was_told() {
        let day = Date::constant(2026, 1, 13);
        let told = |minute, offset_min| Moment { day, minute, offset_min }.to_string();
        assert_eq!(told(None, None), "2026-01-13");
        assert_eq!(told(Some(485), None), "2026-01-13T08:05");
        assert_eq!(told(Some(485), Some(0)), "2026-01-13T08:05Z");
        assert_eq!(told(Some(485), Some(-210)), "2026-01-13T08:05-03:30");
    }
}
