//! How a language writes dates: its calendar words and the forms that put them together.

use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;

use serde::Deserialize;

use super::forms::Forms;
use super::hash::{WordMap, WordSet};
use super::phrases::PhraseTable;
use super::tables::{folded, phrases};
use super::tokens::{Tokens, fold};

/// What a form of a date means. Where two forms are equally long, the first meaning wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateMeaning {
    /// A day of a month, with or without year and weekday.
    Day,
    /// A weekday and a day of a month that is not named.
    WeekdayDay,
    /// A day of a period: "le 3 du mois", "20 of next month".
    DayIn,
    /// A day of the month alone: "on the 15th".
    DayAlone,
    /// A date and the year that it lies in.
    InYear,
    /// Two dates and what lies between them.
    Span,
    /// A month, with or without year.
    Month,
    /// The month of that name before today.
    MonthLast,
    /// The month of that name after today.
    MonthNext,
    /// Today.
    Today,
    /// The day before today.
    Yesterday,
    /// The day after today.
    Tomorrow,
    /// Two days before today.
    DayBeforeYesterday,
    /// Two days after today.
    DayAfterTomorrow,
    /// The year before this one.
    LastYear,
    /// This year.
    ThisYear,
    /// The year after this one.
    NextYear,
    /// The weekday nearest to today, before it where in doubt.
    Weekday,
    /// The weekday of this week.
    WeekdayThis,
    /// The weekday before today.
    WeekdayPast,
    /// The weekday of last week, or the one before today, as the language has it.
    WeekdayLast,
    /// The weekday of next week, or the one after today, as the language has it.
    WeekdayNext,
    /// The weekday after today.
    WeekdayComing,
    /// The weekday after the next one.
    WeekdayAfterNext,
    /// So many such weekdays ahead.
    WeekdaysAhead,
    /// So many such weekdays ago.
    WeekdaysAgo,
    /// A week or two after the coming weekday.
    WeekdayInWeeks,
    /// A weekday of a week: "mardi de la semaine prochaine".
    WeekdayIn,
    /// The Nth day, weekday, week or month of a period.
    RankIn,
    /// The last one or ones of a period.
    LastIn,
    /// The first ones of a period.
    FirstIn,
    /// The Nth from the end of a period.
    RankLastIn,
    /// The first or second half of a month.
    HalfMonth,
    /// The week, the weekend or the month that holds a date.
    UnitOf,
    /// A week by its number.
    WeekNumber,
    /// The unit that holds today.
    This,
    /// The unit or units before.
    Last,
    /// The unit or units to come.
    Next,
    /// The unit after the next one.
    AfterNext,
    /// So long before today.
    Ago,
    /// Longer ago than that.
    MoreThanAgo,
    /// Less long ago than that.
    LessThanAgo,
    /// So long after today.
    Ahead,
    /// From today to so long after it.
    Within,
    /// So long after a date.
    AfterDate,
    /// So long before a date.
    BeforeDate,
    /// So long, beginning with a date.
    Starting,
    /// What is left of a unit.
    Rest,
    /// The later part of a unit: from its middle, or from today where that is later.
    Later,
    /// The vague beginning of a period.
    Start,
    /// The vague middle of a period.
    Middle,
    /// The vague end of a period.
    End,
    /// A season.
    Season,
    /// The season of this year.
    SeasonThis,
    /// The season before today.
    SeasonLast,
    /// The season after today.
    SeasonNext,
    /// A quarter or a half of a year.
    Quarter,
    /// A year, said to be one.
    Year,
    /// A season of sports or school, a business year: from one year into the next.
    YearPair,
    /// A business year.
    Fiscal,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// A named day.
    Holiday,
    /// The named day before today.
    HolidayLast,
    /// The named day after today.
    HolidayNext,
}

/// What may fill a place in a form of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateSlot {
    /// A day of the month.
    Day,
    /// A month's name.
    Month,
    /// A weekday's name.
    Weekday,
    /// A weekday's name or its short form.
    ShortWeekday,
    /// A year in four digits or in words.
    Year,
    /// A year in two digits.
    ShortYear,
    /// A whole number.
    Count,
    /// An ordinal.
    Rank,
    /// A unit of the calendar.
    Unit,
    /// A span of time.
    Duration,
    /// A season's name.
    Season,
    /// A named day.
    Holiday,
    /// "T3" or "S1".
    Quarter,
    /// The years of a decade.
    Decade,
    /// A business year in short: "FY25".
    Fiscal,
    /// A date in digits and signs.
    Numeric,
    /// A date or a period.
    Date,
    /// A date, a period, or four digits that are a year.
    When,
}

/// A unit that the calendar is cut into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CalendarUnit {
    /// A day.
    Day,
    /// Monday to Sunday.
    Week,
    /// Saturday and Sunday.
    Weekend,
    /// Monday to Friday.
    Workweek,
    /// A calendar month.
    Month,
    /// A quarter of a calendar year.
    Quarter,
    /// A half of a calendar year.
    Half,
    /// A season.
    Season,
    /// A calendar year.
    Year,
    /// Ten years from one that ends in 0.
    Decade,
    /// A hundred years from one that ends in 01.
    Century,
}

/// On which day of a year a named day falls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HolidayRule {
    /// A month and a day.
    Fixed(i8, i8),
    /// So many days after Easter Sunday of the Gregorian calendar.
    Easter(i32),
    /// The Nth weekday (1 is Monday) of a month, from the end where negative, and days added.
    NthWeekday {
        /// Which one.
        nth: i8,
        /// 1 is Monday.
        weekday: i8,
        /// The month.
        month: i8,
        /// Days added.
        plus: i32,
    },
}

impl FromStr for HolidayRule {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is no rule for a day: write \"12-25\", \"easter 39\" or \"4 thursday 11\"");
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &str| word.parse::<i8>().map_err(|_| wrong());
        match words.as_slice() {
            ["easter"] => Ok(Self::Easter(0)),
            ["easter", days] => Ok(Self::Easter(days.parse().map_err(|_| wrong())?)),
            [nth, weekday, month, plus @ ..] => {
                let names = [
                    "monday",
                    "tuesday",
                    "wednesday",
                    "thursday",
                    "friday",
                    "saturday",
                    "sunday",
                ];
                let weekday = names
                    .iter()
                    .zip(1..)
                    .find(|(name, _)| *name == weekday)
                    .ok_or_else(wrong)?
                    .1;
                Ok(Self::NthWeekday {
                    nth: number(nth)?,
                    weekday,
                    month: number(month)?,
                    plus: plus.first().map_or(Ok(0), |days| days.parse().map_err(|_| wrong()))?,
                })
            }
            [day] => {
                let (month, day) = day.split_once('-').ok_or_else(wrong)?;
                Ok(Self::Fixed(number(month)?, number(day)?))
            }
            [] | [_, _] => Err(wrong()),
        }
    }
}

/// Words and forms of dates.
#[derive(Debug)]
pub struct Dates {
    /// Month names to 1..=12.
    pub months: WordMap<i8>,
    /// Short month names, which take a full stop.
    pub short_months: WordSet,
    /// Month names that mean other things too.
    pub doubtful: WordSet,
    /// Month names that people bear: they need a cue to be a month.
    pub also_names: WordSet,
    /// Weekday names to 1 (Monday) ..= 7.
    pub weekdays: WordMap<i8>,
    /// Short weekday names, read only beside a day of the month.
    pub short_weekdays: WordMap<i8>,
    /// Whether 3/4 is the third of April.
    pub day_comes_first: bool,
    /// Whether "next Friday" is that of next week even where one is still to come in this week.
    pub next_weekday_is_next_week: bool,
    /// Words behind which four digits are a year.
    pub year_cues: PhraseTable<()>,
    /// Words before a month without a year.
    pub month_cues: PhraseTable<()>,
    /// Words before a day in digits and signs, or a day of the month alone.
    pub day_cues: PhraseTable<()>,
    /// Season names to 0 (spring) ..= 3 (winter).
    pub seasons: WordMap<u8>,
    /// Words that must stand before a season name without a year.
    pub season_cues: PhraseTable<()>,
    /// "t" as in "T3".
    pub quarter_prefixes: WordSet,
    /// "s" as in "S1".
    pub half_prefixes: WordSet,
    /// "fy" as in "FY25".
    pub fiscal_prefixes: WordSet,
    /// Names of decades to their first year, in the century of the text where below 100.
    pub decades: PhraseTable<i16>,
    /// Words that make a count of years, months or days unfit to be a day to come ("in two years"
    /// behind "rose").
    pub spans: PhraseTable<()>,
    /// Endings of verbs in the past, behind which a span of time is no day to come.
    pub past_endings: Vec<String>,
    /// Verbs in the past that have no such ending.
    pub past_verbs: WordSet,
    /// Units of the calendar by their names.
    pub units: PhraseTable<CalendarUnit>,
    /// Named days.
    pub holidays: PhraseTable<HolidayRule>,
    /// Before a day of the week they make it every week ("le lundi", "every Monday").
    pub habits: PhraseTable<()>,
    /// "depuis", "since".
    pub since: PhraseTable<()>,
    /// "ou plus tard", "or later".
    pub since_behind: PhraseTable<()>,
    /// "jusqu'à", "until".
    pub until: PhraseTable<()>,
    /// "avant", "before".
    pub before: PhraseTable<()>,
    /// "ou avant", "or earlier".
    pub before_behind: PhraseTable<()>,
    /// "après", "after".
    pub after: PhraseTable<()>,
    /// All ways of putting these together.
    pub forms: Forms<DateMeaning, DateSlot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct RawDates {
    months: Vec<Vec<String>>,
    doubtful: Vec<String>,
    also_names: Vec<String>,
    weekdays: Vec<Vec<String>>,
    short_weekdays: Vec<Vec<String>>,
    day_comes_first: bool,
    next_weekday_is_next_week: bool,
    year_cues: Vec<String>,
    month_cues: Vec<String>,
    day_cues: Vec<String>,
    seasons: Seasons,
    season_cues: Vec<String>,
    quarter_prefixes: Vec<String>,
    half_prefixes: Vec<String>,
    fiscal_prefixes: Vec<String>,
    decades: BTreeMap<String, Vec<String>>,
    spans: Vec<String>,
    past_endings: Vec<String>,
    past_verbs: Vec<String>,
    units: HashMap<CalendarUnit, Vec<String>>,
    holidays: BTreeMap<String, Vec<String>>,
    habits: Vec<String>,
    since: Vec<String>,
    since_behind: Vec<String>,
    until: Vec<String>,
    before: Vec<String>,
    before_behind: Vec<String>,
    after: Vec<String>,
    lists: BTreeMap<String, Vec<String>>,
    forms: HashMap<DateMeaning, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seasons {
    spring: Vec<String>,
    summer: Vec<String>,
    autumn: Vec<String>,
    winter: Vec<String>,
}

impl Dates {
    /// Reads the file of a language.
    ///
    /// # Errors
    ///
    /// What is wrong in it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let raw: RawDates = rmp_serde::from_slice(bytes).map_err(|error| error.to_string())?;
        let mut forms: Vec<(DateMeaning, &str)> = raw
            .forms
            .iter()
            .flat_map(|(meaning, templates)| templates.iter().map(|template| (*meaning, template.as_str())))
            .collect();
        forms.sort_unstable();
        let slot = |name: &str| toml::Value::String(name.to_owned()).try_into().ok();
        let mut holidays = Vec::new();
        for (rule, names) in &raw.holidays {
            let rule: HolidayRule = rule.parse()?;
            holidays.extend(names.iter().map(|name| (name.as_str(), rule)));
        }
        let mut decades = Vec::new();
        for (year, names) in &raw.decades {
            let year: i16 = year.parse().map_err(|_| format!("{year:?} is no year of a decade"))?;
            decades.extend(names.iter().map(|name| (name.as_str(), year)));
        }
        let seasons = [
            &raw.seasons.spring,
            &raw.seasons.summer,
            &raw.seasons.autumn,
            &raw.seasons.winter,
        ];
        Ok(Self {
            months: numbered(&raw.months, 1),
            short_months: raw
                .months
                .iter()
                .flat_map(|names| names.iter().skip(1))
                .map(|name| fold(name))
                .collect(),
            doubtful: folded(&raw.doubtful),
            also_names: folded(&raw.also_names),
            weekdays: numbered(&raw.weekdays, 1),
            short_weekdays: numbered(&raw.short_weekdays, 1),
            day_comes_first: raw.day_comes_first,
            next_weekday_is_next_week: raw.next_weekday_is_next_week,
            year_cues: phrases(&raw.year_cues),
            month_cues: phrases(&raw.month_cues),
            day_cues: phrases(&raw.day_cues),
            seasons: seasons
                .into_iter()
                .zip(0u8..)
                .flat_map(|(words, index)| words.iter().map(move |word| (fold(word), index)))
                .collect(),
            season_cues: phrases(&raw.season_cues),
            quarter_prefixes: folded(&raw.quarter_prefixes),
            half_prefixes: folded(&raw.half_prefixes),
            fiscal_prefixes: folded(&raw.fiscal_prefixes),
            decades: PhraseTable::new(decades),
            spans: phrases(&raw.spans),
            past_endings: raw.past_endings.iter().map(|ending| fold(ending)).collect(),
            past_verbs: folded(&raw.past_verbs),
            units: PhraseTable::new(
                raw.units
                    .iter()
                    .flat_map(|(unit, names)| names.iter().map(move |name| (name.as_str(), *unit))),
            ),
            holidays: PhraseTable::new(holidays),
            habits: phrases(&raw.habits),
            since: phrases(&raw.since),
            since_behind: phrases(&raw.since_behind),
            until: phrases(&raw.until),
            before: phrases(&raw.before),
            before_behind: phrases(&raw.before_behind),
            after: phrases(&raw.after),
            forms: Forms::new(forms, &raw.lists, slot)?,
        })
    }

    /// The number of a weekday's name at token `at`, short ones included where `short`.
    pub fn weekday_at(&self, tokens: &Tokens<'_>, at: usize, short: bool) -> Option<i8> {
        let word = tokens.folded(at);
        let known = self.weekdays.get(word);
        known
            .or_else(|| self.short_weekdays.get(word).filter(|_| short))
            .copied()
    }
}

fn numbered(lists: &[Vec<String>], first: i8) -> WordMap<i8> {
    lists
        .iter()
        .zip(first..)
        .flat_map(|(words, number)| words.iter().map(move |word| (fold(word), number)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_named_days_are_read() {
        assert_eq!("12-25".parse(), Ok(HolidayRule::Fixed(12, 25)));
        assert_eq!("easter -2".parse(), Ok(HolidayRule::Easter(-2)));
        let black_friday = HolidayRule::NthWeekday {
            nth: 4,
            weekday: 4,
            month: 11,
            plus: 1,
        };
        assert_eq!("4 thursday 11 +1".parse(), Ok(black_friday));
        assert!("thursday".parse::<HolidayRule>().is_err());
    }
}
