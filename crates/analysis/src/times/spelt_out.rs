//! Months that a text has told with their year in, the year of a later day of such a month out.

use model::Date;

use super::{
    calendar as cal,
    when::{When, Year},
};

/// A day without its year that is no further back is the latest of that name.
const DAYS_RECENT: i32 = 60;

/// Months told with their year, in reading order: "the July 2021 riots".
#[derive(Default)]
pub(super) struct SpeltOut(Vec<(i32, u8)>);

impl SpeltOut {
    pub(super) fn add(&mut self, when: &When) {
        if let When::Day { year: Year::Given(y), month, .. }
        | When::Month { year: Year::Given(y), month } = when
        {
            self.0.push((*y, *month));
        }
    }

    /// "The July 2021 riots … when violence erupted on July 8": for a day `n_days` off whose month the text
    /// has told with one year only, before.
    pub(super) fn of_year(&self, date: Date, n_days: i32, day: Option<u8>) -> Option<Date> {
        let month = date.month() as u8;
        let mut years = self.0.iter().filter(|x| x.1 == month).map(|x| x.0);
        let year = years.next().filter(|y| n_days > DAYS_RECENT && *y < i32::from(date.year()))?;
        years.all(|y| y == year).then(|| cal::date(year, month, day.unwrap_or(1)))?
    }
}
