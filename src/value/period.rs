//! Days and periods of the civil calendar.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;

use super::wording::Wording;

/// How fine a date is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// One day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
    /// A quarter.
    Quarter,
    /// A season.
    Season,
    /// Half a year.
    Half,
    /// A year.
    Year,
    /// Ten years.
    Decade,
    /// A hundred years.
    Century,
    /// From one date to another.
    Span,
}

impl Grain {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Grain::Day => "day",
            Grain::Week => "week",
            Grain::Month => "month",
            Grain::Quarter => "quarter",
            Grain::Season => "season",
            Grain::Half => "half",
            Grain::Year => "year",
            Grain::Decade => "decade",
            Grain::Century => "century",
            Grain::Span => "span",
        }
    }
}

/// A vague part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// "début", "early".
    Start,
    /// "mi-", "mid-".
    Middle,
    /// "fin", "late".
    End,
}

impl Part {
    /// The name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Part::Start => "start",
            Part::Middle => "middle",
            Part::End => "end",
        }
    }
}

/// How a wording opens a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bound {
    /// "depuis 2013": it begins there and goes on.
    Since,
    /// "jusqu'en 2018": it ends there.
    Until,
    /// "après 2018": some time behind it.
    After,
    /// "avant 2018", "d'ici à 2030": some time before it.
    Before,
}

/// A day or a period, half open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// The first day.
    pub start: Date,
    /// The day after the last.
    pub end: Date,
    /// How fine it is said.
    pub grain: Grain,
    /// Which vague part of the grain's period it is.
    pub part: Option<Part>,
    /// Whether the year was said; where not, `start` and `end` are the nearest candidate.
    pub year_known: bool,
    /// Whether it was said relative to the day of writing ("hier", "in February").
    pub relative: bool,
    /// A day of the week that was said and cannot be right, 1 is Monday.
    pub wrong_weekday: Option<i8>,
    /// How the wording opens it, if it does; `start` and `end` are those of the date that was said.
    pub bound: Option<Bound>,
    /// Days that the wording leaves open before `start`: "three years ago" is no day.
    pub early: i32,
    /// Days that the wording leaves open behind the last day.
    pub late: i32,
}

impl Period {
    /// A period whose year is said.
    pub fn new(start: Date, end: Date, grain: Grain) -> Self {
        Self {
            start,
            end,
            grain,
            part: None,
            year_known: true,
            relative: false,
            wrong_weekday: None,
            bound: None,
            early: 0,
            late: 0,
        }
    }

    /// The same days of the year before.
    pub fn a_year_earlier(self) -> Option<Self> {
        Some(Self {
            start: self.start.checked_sub(1.years()).ok()?,
            end: self.end.checked_sub(1.years()).ok()?,
            ..self
        })
    }

    /// One day.
    pub fn day(day: Date) -> Self {
        Self::new(day, next(day, 1.day()), Grain::Day)
    }

    /// A month; none outside the calendar.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let start = Date::new(year, month, 1).ok()?;
        Some(Self::new(start, next(start, 1.month()), Grain::Month))
    }

    /// A calendar year; none outside the calendar.
    pub fn year(year: i16) -> Option<Self> {
        let start = Date::new(year, 1, 1).ok()?;
        Some(Self::new(start, next(start, 1.year()), Grain::Year))
    }

    /// A quarter, 1 to 4.
    pub fn quarter(year: i16, quarter: i8) -> Option<Self> {
        let start = Date::new(year, (quarter - 1) * 3 + 1, 1).ok()?;
        Some(Self::new(start, next(start, 3.months()), Grain::Quarter))
    }

    /// A half-year, 1 or 2.
    pub fn half(year: i16, half: i8) -> Option<Self> {
        let start = Date::new(year, (half - 1) * 6 + 1, 1).ok()?;
        Some(Self::new(start, next(start, 6.months()), Grain::Half))
    }

    /// The decade that holds `year`.
    pub fn decade(year: i16) -> Option<Self> {
        let start = Date::new(year - year % 10, 1, 1).ok()?;
        Some(Self::new(start, next(start, 10.years()), Grain::Decade))
    }

    /// The century of that number: the 21st begins in 2001.
    pub fn century(number: i16) -> Option<Self> {
        let start = Date::new(number.checked_sub(1)?.checked_mul(100)?.checked_add(1)?, 1, 1).ok()?;
        Some(Self::new(start, next(start, 100.years()), Grain::Century))
    }

    /// A year in which somebody's business year of that number may lie: it may begin in any month.
    pub fn fiscal_year(year: i16) -> Option<Self> {
        Some(Self {
            early: 275,
            late: 275,
            ..Self::year(year)?
        })
    }

    /// A season, 0 (spring) to 3 (winter), taken wide.
    pub fn season(year: i16, season: u8) -> Option<Self> {
        let table = &Wording::get().season;
        let [first, last] = match season {
            0 => table.spring,
            1 => table.summer,
            2 => table.autumn,
            _ => table.winter,
        };
        let wraps = first.0 > last.0;
        let start = Date::new(if wraps { year - 1 } else { year }, first.0, first.1).ok()?;
        let end = if wraps {
            // "winter 2025" may begin in December 2024 or in December 2025.
            Date::new(year + 1, last.0, last.1).ok()?
        } else {
            Date::new(year, last.0, last.1).ok()?
        };
        Some(Self::new(start, next(end, 1.day()), Grain::Season))
    }

    /// From the first day of one period to the last of another.
    pub fn span(from: Period, to: Period) -> Option<Self> {
        (from.start < to.end).then(|| Self {
            year_known: from.year_known && to.year_known,
            relative: from.relative || to.relative,
            ..Self::new(from.start, to.end, Grain::Span)
        })
    }

    /// A vague part of it, with the bounds of the wording table.
    pub fn part_of(self, part: Part) -> Self {
        let wording = Wording::get();
        let (start, end) = match self.grain {
            Grain::Year => {
                let (first, last) = choose(&wording.part_of_year, part);
                (
                    Date::new(self.start.year(), first, 1).unwrap_or(self.start),
                    Date::new(self.start.year(), last, 1).map_or(self.end, |month| next(month, 1.month())),
                )
            }
            Grain::Month => {
                let (first, last) = choose(&wording.part_of_month, part);
                let days = self.start.days_in_month();
                (
                    Date::new(self.start.year(), self.start.month(), first).unwrap_or(self.start),
                    Date::new(self.start.year(), self.start.month(), last.min(days))
                        .map_or(self.end, |day| next(day, 1.day())),
                )
            }
            Grain::Week => {
                let (first, last) = choose(&wording.part_of_week, part);
                (
                    next(self.start, (first - 1).days()),
                    next(self.start, last.days()).min(self.end),
                )
            }
            Grain::Day => (self.start, self.end),
            _ => {
                let days = (self.end - self.start).get_days();
                let third = days / 3;
                match part {
                    Part::Start => (self.start, next(self.start, (third * 3 / 2).days())),
                    Part::Middle => (
                        next(self.start, (third / 2).days()),
                        next(self.start, (days - third / 2).days()),
                    ),
                    Part::End => (next(self.start, (days - third * 3 / 2).days()), self.end),
                }
            }
        };
        Self {
            start,
            end,
            part: Some(part),
            ..self
        }
    }

    /// The last day.
    pub fn last_day(&self) -> Date {
        self.end.yesterday().unwrap_or(self.end)
    }

    /// The first day and the day behind the last as written; none where the wording is open.
    pub fn extent(&self) -> (Option<Date>, Option<Date>) {
        match self.bound {
            None => (Some(self.start), Some(self.end)),
            Some(Bound::Since) => (Some(self.start), None),
            Some(Bound::Until) => (None, Some(self.end)),
            Some(Bound::After) => (Some(self.end), None),
            Some(Bound::Before) => (None, Some(self.start)),
        }
    }

    /// The days that the wording allows. "Since" and "until" say where something begins or ends,
    /// so that it is their own date that is compared.
    pub fn interval(&self) -> (Option<Date>, Option<Date>) {
        let (start, end) = match self.bound {
            None | Some(Bound::Since | Bound::Until) => (Some(self.start), Some(self.end)),
            Some(Bound::After | Bound::Before) => self.extent(),
        };
        (
            start.map(|day| day.saturating_sub(open_days(self.early))),
            end.map(|day| day.saturating_add(open_days(self.late))),
        )
    }

    /// Whether a day may lie in both.
    pub fn overlaps(&self, other: &Period) -> bool {
        let ((start, end), (other_start, other_end)) = (self.interval(), other.interval());
        let before = |start: Option<Date>, end: Option<Date>| match (start, end) {
            (Some(start), Some(end)) => start < end,
            _ => true,
        };
        before(start, other_end) && before(other_start, end)
    }

    /// Days between the two; zero where they touch or overlap.
    pub fn days_apart(&self, other: &Period) -> i32 {
        let gap = |end: Option<Date>, start: Option<Date>| match (end, start) {
            (Some(end), Some(start)) => (start - end).get_days().max(0),
            _ => 0,
        };
        let ((start, end), (other_start, other_end)) = (self.interval(), other.interval());
        gap(end, other_start).max(gap(other_end, start))
    }
}

/// Printed with its last day included: `2025-11-19`, `2025-11`, `2025`, `2025-09-01..2025-12-21`.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(bound) = self.bound {
            let word = match bound {
                Bound::Since => "since",
                Bound::Until => "until",
                Bound::After => "after",
                Bound::Before => "before",
            };
            write!(f, "{word} ")?;
        }
        match (self.grain, self.part) {
            (Grain::Day, _) => write!(f, "{}", self.start),
            (Grain::Month, None) => write!(f, "{:04}-{:02}", self.start.year(), self.start.month()),
            (Grain::Year, None) => write!(f, "{:04}", self.start.year()),
            _ => write!(f, "{}..{}", self.start, self.last_day()),
        }
    }
}

fn choose(parts: &super::wording::Parts, part: Part) -> (i8, i8) {
    match part {
        Part::Start => parts.start,
        Part::Middle => parts.middle,
        Part::End => parts.end,
    }
}

/// Days that a wording leaves open, no more than a calendar has.
fn open_days(days: i32) -> jiff::Span {
    days.clamp(0, 4_000_000).days()
}

/// A later date, held at the end of the calendar.
fn next(date: Date, span: jiff::Span) -> Date {
    date.saturating_add(span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn vague_parts_are_taken_wide() {
        let late = Period::year(2025).expect("a year").part_of(Part::End);
        assert_eq!((late.start, late.end), (date(2025, 9, 1), date(2026, 1, 1)));
        let autumn = Period::season(2025, 2).expect("a season");
        assert_eq!(
            (autumn.start, autumn.last_day()),
            (date(2025, 9, 1), date(2025, 12, 21))
        );
        assert_eq!(Period::day(date(2025, 11, 19)).to_string(), "2025-11-19");
        assert_eq!(Period::month(2025, 2).expect("a month").to_string(), "2025-02");
    }
}
