//! Words of time: months and days, vague parts, units and ages.

use std::collections::{HashMap, HashSet};

use super::raw::RawDates;
use super::{folded, numbered, phrases};
use crate::language::PhraseTable;
use crate::language::fold;

/// Words of dates.
#[derive(Debug)]
pub struct Dates {
    /// Month names to 1..=12.
    pub months: HashMap<String, i8>,
    /// Weekday names to 1 (Monday) ..= 7.
    pub weekdays: HashMap<String, i8>,
    /// Words behind which four digits are a year.
    pub year_cues: PhraseTable<()>,
    /// "début", "early".
    pub part_start: PhraseTable<()>,
    /// "mi", "mid".
    pub part_middle: PhraseTable<()>,
    /// "fin", "late".
    pub part_end: PhraseTable<()>,
    /// Season names to 0 (spring) ..= 3 (winter).
    pub seasons: HashMap<String, u8>,
    /// Words that must stand before a season name.
    pub season_cues: PhraseTable<()>,
    /// "trimestre", "quarter".
    pub quarter_words: HashSet<String>,
    /// "semestre", "half".
    pub half_words: HashSet<String>,
    /// "t" as in "T3".
    pub quarter_prefixes: HashSet<String>,
    /// "s" as in "S1".
    pub half_prefixes: HashSet<String>,
    /// Words of a fiscal year.
    pub fiscal_words: PhraseTable<()>,
    /// Words before a decade.
    pub decade_cues: PhraseTable<()>,
    /// "siècle", "century".
    pub century_words: HashSet<String>,
    /// Days counted from today: "hier" is -1.
    pub day_offsets: PhraseTable<i32>,
    /// Years counted from this one: "l'an dernier" is -1.
    pub year_offsets: PhraseTable<i16>,
    /// "dernier", "last".
    pub last: HashSet<String>,
    /// "prochain", "next".
    pub next: HashSet<String>,
    /// "ce", "this".
    pub this: HashSet<String>,
    /// "l'année" with no number: the year of the text.
    pub the_year: PhraseTable<()>,
    /// "il y a", "ago".
    pub ago: PhraseTable<()>,
    /// "depuis", "since".
    pub since: PhraseTable<()>,
    /// "jusqu'à", "until".
    pub until: PhraseTable<()>,
    /// "avant", "before".
    pub before: PhraseTable<()>,
    /// "après", "after".
    pub after: PhraseTable<()>,
}

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
}

/// Words of durations and ages.
#[derive(Debug)]
pub struct Durations {
    /// Unit names.
    pub units: HashMap<String, TimeUnit>,
    /// Whether fifteen days mean two weeks.
    pub fifteen_days_is_two_weeks: bool,
    /// What stands before an age.
    pub age_before: PhraseTable<()>,
    /// What stands behind an age.
    pub age_after: PhraseTable<()>,
}

impl Dates {
    pub(super) fn from_raw(raw: &RawDates) -> Self {
        let days = [
            (&raw.day_before_yesterday, -2),
            (&raw.yesterday, -1),
            (&raw.today, 0),
            (&raw.tomorrow, 1),
            (&raw.day_after_tomorrow, 2),
        ];
        let years = [(&raw.last_year, -1), (&raw.this_year, 0), (&raw.next_year, 1)];
        Self {
            months: numbered(&raw.months),
            weekdays: numbered(&raw.weekdays),
            year_cues: phrases(&raw.year_cues),
            part_start: phrases(&raw.part_start),
            part_middle: phrases(&raw.part_middle),
            part_end: phrases(&raw.part_end),
            seasons: ["spring", "summer", "autumn", "winter"]
                .into_iter()
                .zip(0..)
                .flat_map(|(name, index)| {
                    raw.seasons
                        .get(name)
                        .into_iter()
                        .flatten()
                        .map(move |word| (fold(word), index))
                })
                .collect(),
            season_cues: phrases(&raw.season_cues),
            quarter_words: folded(&raw.quarter_words),
            half_words: folded(&raw.half_words),
            quarter_prefixes: folded(&raw.quarter_prefixes),
            half_prefixes: folded(&raw.half_prefixes),
            fiscal_words: phrases(&raw.fiscal_words),
            decade_cues: phrases(&raw.decade_cues),
            century_words: folded(&raw.century_words),
            day_offsets: PhraseTable::new(
                days.into_iter()
                    .flat_map(|(words, offset)| words.iter().map(move |word| (word.as_str(), offset))),
            ),
            year_offsets: PhraseTable::new(
                years
                    .into_iter()
                    .flat_map(|(words, offset)| words.iter().map(move |word| (word.as_str(), offset))),
            ),
            last: folded(&raw.last),
            next: folded(&raw.next),
            this: folded(&raw.this),
            the_year: phrases(&raw.the_year),
            ago: phrases(&raw.ago),
            since: phrases(&raw.since),
            until: phrases(&raw.until),
            before: phrases(&raw.before),
            after: phrases(&raw.after),
        }
    }
}
