//! Units of time, and the words that make a duration an age.

use rust_decimal::Decimal;

use crate::language::{PhraseTable, WordMap};

/// A unit of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TimeUnit {
    /// A second.
    Second,
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 14 days.
    Fortnight,
    /// A twelfth of a year.
    Month,
    /// Three months.
    Quarter,
    /// A mean Gregorian year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A thousand years.
    Millennium,
}

impl TimeUnit {
    /// All units, smallest first.
    pub const ALL: [TimeUnit; 12] = [
        TimeUnit::Second,
        TimeUnit::Minute,
        TimeUnit::Hour,
        TimeUnit::Day,
        TimeUnit::Week,
        TimeUnit::Fortnight,
        TimeUnit::Month,
        TimeUnit::Quarter,
        TimeUnit::Year,
        TimeUnit::Decade,
        TimeUnit::Century,
        TimeUnit::Millennium,
    ];

    /// The name in tables and JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            TimeUnit::Second => "second",
            TimeUnit::Minute => "minute",
            TimeUnit::Hour => "hour",
            TimeUnit::Day => "day",
            TimeUnit::Week => "week",
            TimeUnit::Fortnight => "fortnight",
            TimeUnit::Month => "month",
            TimeUnit::Quarter => "quarter",
            TimeUnit::Year => "year",
            TimeUnit::Decade => "decade",
            TimeUnit::Century => "century",
            TimeUnit::Millennium => "millennium",
        }
    }

    /// The name for several of them.
    pub fn plural(self) -> String {
        match self {
            TimeUnit::Century => "centuries".to_owned(),
            TimeUnit::Millennium => "millennia".to_owned(),
            unit => format!("{}s", unit.as_str()),
        }
    }
}

/// Words of durations and ages.
#[derive(Debug)]
pub struct Durations {
    /// Unit names.
    pub units: WordMap<TimeUnit>,
    /// Words for a small number of units: "quelques", "a couple of".
    pub vague: PhraseTable<Decimal>,
    /// Words for one whole unit: "toute la", "all".
    pub whole: PhraseTable<()>,
    /// Short words behind a number that make it years of age: "yo".
    pub age_signs: PhraseTable<()>,
    /// Parts of a unit: "demi", "half a", "quart d'".
    pub shares: PhraseTable<Decimal>,
    /// Whether fifteen days mean two weeks.
    pub fifteen_days_is_two_weeks: bool,
    /// What stands before an age.
    pub age_before: PhraseTable<()>,
    /// What stands behind an age.
    pub age_after: PhraseTable<()>,
}
