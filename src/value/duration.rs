//! Spans of time and ages.

use std::fmt;

use rust_decimal::Decimal;

use super::amount::{Amount, Hedge, Interval};
use super::plain;
use super::wording::Wording;
use crate::language::TimeUnit;

/// A span of time as written, and its length in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// What was written, largest unit first: 2 years, 3 months.
    pub parts: Vec<(Decimal, TimeUnit)>,
    /// The length in days; years and months are mean Gregorian ones (365.2425 days).
    pub days: Amount,
}

impl Duration {
    /// A number of years; none where it is out of range.
    pub fn years(number: Amount) -> Option<Self> {
        Some(Self {
            parts: vec![(number.nominal, TimeUnit::Year)],
            days: number.scaled(days_of(TimeUnit::Year))?,
        })
    }

    /// The smallest unit that was written.
    pub fn unit(&self) -> TimeUnit {
        self.parts.last().map_or(TimeUnit::Day, |(_, unit)| *unit)
    }

    /// The days that the wording allows. A whole number of units is said from a little before
    /// to almost one unit after it.
    pub fn interval(&self) -> Interval {
        let wording = &Wording::get().duration;
        let unit = days_of(self.unit());
        let mut interval = self.days.interval();
        match self.days.hedge {
            Hedge::Exact | Hedge::Range => {
                interval.low = interval.low.map(|low| low - unit * wording.units_below);
                interval.high = interval.high.map(|high| high + unit * wording.units_above);
            }
            Hedge::Word(_) => {}
        }
        interval
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit();
        if self.parts.len() == 1 {
            let shown = Amount {
                nominal: self.days.nominal / days_of(unit),
                low: self.days.low.map(|low| (low / days_of(unit)).round_dp(2)),
                high: self.days.high.map(|high| (high / days_of(unit)).round_dp(2)),
                ..self.days
            };
            let shown = Amount {
                nominal: shown.nominal.round_dp(2),
                ..shown
            };
            let plural = if shown.nominal == Decimal::ONE { "" } else { "s" };
            return write!(f, "{shown} {}{plural}", unit.as_str());
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|(number, unit)| {
                let plural = if *number == Decimal::ONE { "" } else { "s" };
                format!("{} {}{plural}", plain(*number), unit.as_str())
            })
            .collect();
        f.write_str(&parts.join(" "))
    }
}

/// Days in one unit.
pub(super) fn days_of(unit: TimeUnit) -> Decimal {
    let year = Decimal::new(3_652_425, 4);
    match unit {
        TimeUnit::Second => Decimal::ONE / Decimal::from(86_400),
        TimeUnit::Minute => Decimal::ONE / Decimal::from(1_440),
        TimeUnit::Hour => Decimal::ONE / Decimal::from(24),
        TimeUnit::Day => Decimal::ONE,
        TimeUnit::Week => Decimal::from(7),
        TimeUnit::Fortnight => Decimal::from(14),
        TimeUnit::Month => year / Decimal::from(12),
        TimeUnit::Quarter => year / Decimal::from(4),
        TimeUnit::Year => year,
        TimeUnit::Decade => year * Decimal::TEN,
        TimeUnit::Century => year * Decimal::ONE_HUNDRED,
        TimeUnit::Millennium => year * Decimal::ONE_THOUSAND,
    }
}
