//! What a form of a date says, once its slots are filled.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::slots::{Filled, first};
use super::year::{day_without_year, distance, moved_to, nearest_year};
use super::{holiday, relative, span, steps};
use crate::language::{CalendarUnit, DateMeaning, HolidayRule, TokenKind};
use crate::value::period::{Grain, Part, Period};
use crate::value::text::Text;

/// What a form means: nothing where its parts do not fit together, no period where they make a
/// date that no calendar has.
pub(super) fn read(
    text: &Text<'_>,
    meaning: DateMeaning,
    filled: &[Filled],
    range: Range<usize>,
    inner: bool,
) -> Option<Option<Period>> {
    let read = period(text, meaning, filled, range, inner);
    let full = meaning == DateMeaning::Day && first!(filled, Year).is_some();
    if read.is_none() && full {
        Some(None)
    } else {
        read.map(Some)
    }
}

/// The period that a form means; none where its parts do not fit together. `range` are its tokens,
/// `inner` says that other words make sure that it is a date.
fn period(
    text: &Text<'_>,
    meaning: DateMeaning,
    filled: &[Filled],
    range: Range<usize>,
    inner: bool,
) -> Option<Period> {
    use DateMeaning as Says;
    match meaning {
        Says::Day => day(text, filled),
        Says::Month | Says::MonthLast | Says::MonthNext => month(text, meaning, filled, &range, inner),
        Says::Span => span::period(text, filled),
        Says::Quarter => quarter(text, filled, inner),
        Says::Year => year(filled),
        Says::YearPair => year_pair(filled),
        Says::Fiscal => Period::fiscal_year(first!(filled, Fiscal).or_else(|| first!(filled, Year))?),
        Says::Decade => Period::decade(first!(filled, Decade)?),
        Says::Century => {
            let rank = first!(filled, Rank).filter(|rank| (1..=22).contains(rank))?;
            Period::century(i16::try_from(rank).ok()?)
        }
        Says::Holiday | Says::HolidayLast | Says::HolidayNext => named_day(text, meaning, filled),
        Says::Season | Says::SeasonThis | Says::SeasonLast | Says::SeasonNext => {
            season(text, meaning, filled, range.start, inner)
        }
        Says::Start => part(text, filled, Part::Start),
        Says::Middle => part(text, filled, Part::Middle),
        Says::End => part(text, filled, Part::End),
        Says::DayIn => day_in(filled),
        Says::RankIn | Says::LastIn | Says::FirstIn | Says::RankLastIn => within_period(text, meaning, filled),
        Says::HalfMonth => half_month(filled),
        Says::InYear => in_year(filled),
        Says::DayAlone => day_alone(text, filled, range.end),
        Says::UnitOf => unit_of(text, filled),
        Says::WeekNumber => week_number(text, filled),
        Says::WeekdayIn => weekday_in(filled),
        _ => relative::period(text, meaning, filled, &range),
    }
}

/// A day of a month, or a date in digits; with a weekday that must fit.
fn day(text: &Text<'_>, filled: &[Filled]) -> Option<Period> {
    let weekday = first!(filled, Weekday);
    let period = if let Some(period) = first!(filled, Date) {
        period
    } else {
        let month = first!(filled, Month)?;
        let day = first!(filled, Day).or_else(|| first!(filled, Rank).and_then(|rank| i8::try_from(rank).ok()))?;
        match first!(filled, Year).or_else(|| first!(filled, ShortYear)) {
            Some(year) => Period::day(Date::new(year, month, day).ok()?),
            None => day_without_year(text, month, day)?,
        }
    };
    Some(match weekday {
        Some(weekday) => on_weekday(period, weekday),
        None => period,
    })
}

/// Checks the weekday of a day: a year that was not said may be another one, one that was said
/// makes the weekday wrong.
fn on_weekday(period: Period, weekday: i8) -> Period {
    let Ok(said) = Weekday::from_monday_one_offset(weekday) else {
        return period;
    };
    if period.grain != Grain::Day || period.start.weekday() == said {
        return period;
    }
    if period.year_known {
        return Period {
            wrong_weekday: Some(weekday),
            ..period
        };
    }
    let fitting = [-1i16, 1, -2, 2].into_iter().find_map(|step| {
        let day = Date::new(period.start.year() + step, period.start.month(), period.start.day()).ok()?;
        (day.weekday() == said).then_some(day)
    });
    match fitting {
        Some(day) => Period {
            start: day,
            end: day.tomorrow().unwrap_or(day),
            ..period
        },
        None => period,
    }
}

fn month(
    text: &Text<'_>,
    meaning: DateMeaning,
    filled: &[Filled],
    range: &Range<usize>,
    inner: bool,
) -> Option<Period> {
    let month = first!(filled, Month)?;
    if let Some(year) = first!(filled, Year) {
        return Period::month(year, month);
    }
    if let Some(year) = first!(filled, ShortYear) {
        // "May 19" is a day.
        return (year % 100 > 31).then(|| Period::month(year, month)).flatten();
    }
    let reference = text.reference?;
    let start = match meaning {
        DateMeaning::MonthLast | DateMeaning::MonthNext => {
            let next = meaning == DateMeaning::MonthNext;
            let this_year = Date::new(reference.year(), month, 1).ok()?;
            let ahead = this_year > reference.first_of_month();
            let step = match (next, ahead) {
                (true, false) => 1,
                (false, true) => -1,
                // In March, "last March" is that of last year.
                (false, false) if this_year == reference.first_of_month() => -1,
                _ => 0,
            };
            Date::new(reference.year() + step, month, 1).ok()?
        }
        _ => {
            let tokens = text.tokens;
            let dates = &text.tables.dates;
            let cued = dates.month_cues.before(tokens, range.start).is_some();
            // A word that is a month and nothing else needs no cue.
            let word = tokens.folded(range.start);
            let spelled = tokens.is_capitalised(range.start) == text.tables.names.capitalised_dates;
            let sure = spelled && !dates.doubtful.contains(word) && !dates.also_names.contains(word);
            if !inner && !cued && !sure && range.len() == 1 {
                return None;
            }
            nearest_year(reference, |year| Date::new(year, month, 1).ok())?
        }
    };
    Some(Period {
        year_known: false,
        relative: true,
        ..Period::month(start.year(), month)?
    })
}

fn quarter(text: &Text<'_>, filled: &[Filled], inner: bool) -> Option<Period> {
    let rank = first!(filled, Rank).and_then(|rank| i8::try_from(rank).ok());
    let said = first!(filled, Date);
    let year = match (first!(filled, Year), first!(filled, Fiscal), &said) {
        (Some(year), ..) => Some((year, false)),
        (None, Some(year), _) => Some((year, true)),
        (None, None, Some(period)) if period.grain == Grain::Year && period.part.is_none() => {
            Some((period.start.year(), period.early > 0))
        }
        (None, None, Some(_)) => return None,
        (None, None, None) => None,
    };
    let relative = year.is_none() || said.is_some_and(|said| said.relative);
    // "T3" with no year may be anything.
    let named = rank.is_some();
    if year.is_none() && !named && !inner {
        return None;
    }
    let (year, fiscal) = match year {
        Some(known) => known,
        None => (text.reference?.year(), false),
    };
    let period = match (
        first!(filled, Quarter),
        first!(filled, Half),
        first!(filled, Unit),
        rank,
    ) {
        (Some(quarter), ..) => Period::quarter(year, quarter)?,
        (_, Some(half), ..) => Period::half(year, half)?,
        (_, _, Some(CalendarUnit::Quarter), Some(rank @ 1..=4)) => Period::quarter(year, rank)?,
        (_, _, Some(CalendarUnit::Half), Some(rank @ 1..=2)) => Period::half(year, rank)?,
        _ => return None,
    };
    let open = if fiscal { 275 } else { 0 };
    Some(Period {
        relative,
        early: open,
        late: open,
        ..period
    })
}

fn year(filled: &[Filled]) -> Option<Period> {
    let year = first!(filled, Year).or_else(|| first!(filled, Count).and_then(|count| i16::try_from(count).ok()))?;
    Period::year(year).filter(|_| (1..3000).contains(&year))
}

/// "2025-2026" of a season: July to June.
fn year_pair(filled: &[Filled]) -> Option<Period> {
    let years: Vec<i16> = filled
        .iter()
        .filter_map(|part| {
            if let Filled::Year(year) = part {
                Some(*year)
            } else {
                None
            }
        })
        .collect();
    let [from, to] = years.as_slice() else { return None };
    (from + 1 == *to).then(|| season_year(*from)).flatten()
}

/// The season of sports or school that begins in a year: July to June.
pub(in crate::value) fn season_year(from: i16) -> Option<Period> {
    Period::span(Period::month(from, 7)?, Period::month(from + 1, 6)?)
}

/// For how many days a named day is the last one rather than the next.
const RECALLED_DAYS: i32 = 30;

fn named_day(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled]) -> Option<Period> {
    let rule: HolidayRule = first!(filled, Holiday)?;
    let said = first!(filled, Year).or_else(|| {
        first!(filled, Date)
            .filter(|date| date.grain == Grain::Year)
            .map(|date| date.start.year())
    });
    if let Some(year) = said {
        return Some(Period::day(holiday::day_of(rule, year)?));
    }
    if first!(filled, Date).is_some() {
        return None;
    }
    let reference = text.reference?;
    let this_year = holiday::day_of(rule, reference.year())?;
    let day = match meaning {
        DateMeaning::HolidayLast if this_year >= reference => holiday::day_of(rule, reference.year() - 1)?,
        DateMeaning::HolidayNext if this_year <= reference => holiday::day_of(rule, reference.year() + 1)?,
        DateMeaning::HolidayLast | DateMeaning::HolidayNext => this_year,
        // A named day is recalled for a month, then the next one is expected.
        _ if (reference - this_year).get_days() > RECALLED_DAYS => holiday::day_of(rule, reference.year() + 1)?,
        _ => {
            let last = holiday::day_of(rule, reference.year() - 1)?;
            if (reference - last).get_days() <= RECALLED_DAYS {
                last
            } else {
                this_year
            }
        }
    };
    Some(Period {
        year_known: false,
        relative: true,
        ..Period::day(day)
    })
}

fn season(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled], at: usize, inner: bool) -> Option<Period> {
    let season = first!(filled, Season)?;
    if let Some(year) = first!(filled, Year) {
        return Period::season(year, season);
    }
    let reference = text.reference?;
    let current = Period::season(reference.year(), season)?;
    let year = match meaning {
        DateMeaning::SeasonThis => reference.year(),
        DateMeaning::SeasonNext => reference.year() + i16::from(current.start <= reference),
        DateMeaning::SeasonLast => reference.year() - i16::from(current.end > reference),
        _ => {
            if !inner {
                text.tables.dates.season_cues.before(text.tokens, at)?;
            }
            reference.year() - i16::from(current.start > reference)
        }
    };
    Some(Period {
        relative: true,
        ..Period::season(year, season)?
    })
}

/// A vague part of a period, or of the unit that holds today.
fn part(text: &Text<'_>, filled: &[Filled], part: Part) -> Option<Period> {
    let whole = match (first!(filled, Date), first!(filled, Unit)) {
        (Some(period), _) => period,
        (None, Some(unit)) => Period {
            relative: true,
            ..steps::holding(unit, text.reference?)?
        },
        (None, None) => return None,
    };
    let fits = whole.part.is_none() && whole.grain != Grain::Day && whole.grain != Grain::Span && whole.bound.is_none();
    fits.then(|| whole.part_of(part))
}

/// "20 of next month", "le 3e jour d'octobre".
fn day_in(filled: &[Filled]) -> Option<Period> {
    let period = first!(filled, Date).filter(|period| period.part.is_none())?;
    let rank = first!(filled, Rank).or_else(|| first!(filled, Day).map(i32::from))?;
    if !matches!(period.grain, Grain::Month | Grain::Year) {
        return None;
    }
    let rank = Some(rank).filter(|rank| (1..=366).contains(rank))?;
    let start = period.start.checked_add((i64::from(rank) - 1).days()).ok()?;
    (start < period.end).then(|| Period {
        year_known: period.year_known,
        relative: period.relative,
        ..Period::day(start)
    })
}

/// "premier mercredi du mois prochain", "last week of 2015", "the first three months of 2024".
fn within_period(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled]) -> Option<Period> {
    let unit = first!(filled, Unit);
    let of = match first!(filled, Date) {
        Some(period) => period,
        None => {
            // "the first Monday of the month"
            let last = filled.iter().rev().find_map(|part| {
                if let Filled::Unit(unit) = part {
                    Some(*unit)
                } else {
                    None
                }
            });
            Period {
                relative: true,
                ..steps::holding(last?, text.reference?)?
            }
        }
    };
    if of.part.is_some() || of.bound.is_some() {
        return None;
    }
    let count = first!(filled, Count);
    let rank = first!(filled, Rank);
    let found = if let Some(weekday) = first!(filled, Weekday) {
        let said = Weekday::from_monday_one_offset(weekday).ok()?;
        if of.grain == Grain::Day {
            // "third Tuesday after Christmas"
            return Some(Period::day(of.start.nth_weekday(rank?, said).ok()?));
        }
        let day = match meaning {
            DateMeaning::RankIn => of.start.yesterday().ok()?.nth_weekday(rank?, said).ok()?,
            DateMeaning::LastIn => of.end.nth_weekday(-1, said).ok()?,
            DateMeaning::RankLastIn => of.end.nth_weekday(-rank?, said).ok()?,
            _ => return None,
        };
        Period::day(day)
    } else {
        let unit = unit?;
        let (first, number) = match (meaning, rank, count) {
            (DateMeaning::RankIn, Some(rank), _) => (rank - 1, 1),
            (DateMeaning::FirstIn, _, Some(count)) => (0, count),
            (DateMeaning::LastIn, _, count) => (-count.unwrap_or(1), count.unwrap_or(1)),
            (DateMeaning::RankLastIn, Some(rank), _) => (-rank, 1),
            _ => return None,
        };
        let anchor = if first >= 0 { of.start } else { of.end };
        // A week belongs to the period that holds its Thursday (ISO 8601).
        let base = if unit == CalendarUnit::Week {
            let thursday = steps::holding(unit, anchor)?.start.checked_add(3.days()).ok()?;
            if thursday < anchor {
                thursday.checked_add(7.days()).ok()?
            } else {
                thursday
            }
        } else {
            anchor
        };
        let from = steps::stepped(unit, base, first)?;
        let to = steps::stepped(unit, base, first + number - 1)?;
        if number == 1 { from } else { Period::span(from, to)? }
    };
    let inside = found.start < of.end && of.start < found.end;
    inside.then_some(Period {
        year_known: of.year_known,
        relative: of.relative,
        ..found
    })
}

/// A date whose year follows: "August 10 - 22, 2012".
fn in_year(filled: &[Filled]) -> Option<Period> {
    let date = first!(filled, Date).filter(|date| !date.year_known && date.bound.is_none())?;
    let period = moved_to(date, first!(filled, Year)?)?;
    Some(Period {
        relative: false,
        ..period
    })
}

/// "on the 15th", "le 17": the nearest day of that number, before today where in doubt.
fn day_alone(text: &Text<'_>, filled: &[Filled], end: usize) -> Option<Period> {
    let (tokens, tables) = (text.tokens, text.tables);
    let counts = tokens.is(end, TokenKind::Word) && !tables.function_words.contains(tokens.folded(end));
    let digits_follow = tokens.is(end, TokenKind::Digits);
    let goes_on = digits_follow
        || tokens.is_glued(end - 1) && matches!(tokens.text(end), "-" | "%" | "/" | "°")
        || tokens.text(end) == "%";
    if counts || goes_on || !tokens.is(end - 1, TokenKind::Digits) && !tokens.is(end - 2, TokenKind::Digits) {
        return None;
    }
    let day = first!(filled, Day)?;
    // "the 2nd of May": the day of a month that is named.
    let digits = if tokens.is(end - 1, TokenKind::Digits) {
        end - 1
    } else {
        end - 2
    };
    if super::inner_date_at(text, digits).is_some_and(|(_, behind)| behind > end) {
        return None;
    }
    let today = text.reference?;
    let near = |months: i64| {
        let month = today.first_of_month().checked_add(months.months()).ok()?;
        Date::new(month.year(), month.month(), day).ok()
    };
    let nearest = [0, -1, 1]
        .into_iter()
        .filter_map(near)
        .min_by_key(|date| distance(*date, today))?;
    Some(Period {
        relative: true,
        late: 31,
        early: 31,
        ..Period::day(nearest)
    })
}

/// "la première quinzaine d'avril".
fn half_month(filled: &[Filled]) -> Option<Period> {
    let month = first!(filled, Date).filter(|period| period.grain == Grain::Month)?;
    // The first ends with the 15th.
    let middle = Date::new(month.start.year(), month.start.month(), 16).ok()?;
    let (start, end) = match first!(filled, Rank)? {
        1 => (month.start, middle),
        2 => (middle, month.end),
        _ => return None,
    };
    Some(Period {
        start,
        end,
        grain: Grain::Week,
        ..month
    })
}

/// "la semaine du 7 octobre", "the weekend of Thanksgiving".
fn unit_of(text: &Text<'_>, filled: &[Filled]) -> Option<Period> {
    let unit = first!(filled, Unit).unwrap_or(CalendarUnit::Week);
    if !matches!(
        unit,
        CalendarUnit::Week | CalendarUnit::Weekend | CalendarUnit::Workweek | CalendarUnit::Month
    ) {
        return None;
    }
    let of = match (first!(filled, Date), first!(filled, Day), first!(filled, Holiday)) {
        (Some(period), ..) => period,
        (None, Some(day), _) => {
            let reference = text.reference?;
            let date = Date::new(reference.year(), reference.month(), day).ok()?;
            Period {
                relative: true,
                ..Period::day(date)
            }
        }
        (None, None, Some(_)) => named_day(text, DateMeaning::Holiday, filled)?,
        (None, None, None) => return None,
    };
    (of.grain == Grain::Day).then_some(())?;
    Some(Period {
        year_known: of.year_known,
        relative: of.relative,
        ..steps::holding(unit, of.start)?
    })
}

/// Weeks are counted as ISO 8601 does: the first holds 4 January.
fn week_number(text: &Text<'_>, filled: &[Filled]) -> Option<Period> {
    let number = first!(filled, Count)
        .or_else(|| first!(filled, Rank))
        .filter(|number| (1..=53).contains(number))?;
    let year = first!(filled, Year);
    let first = Date::new(year.or(text.reference.map(Date::year))?, 1, 4).ok()?;
    Some(Period {
        relative: year.is_none(),
        ..steps::stepped(CalendarUnit::Week, first, number - 1)?
    })
}

/// "mardi de la semaine prochaine".
fn weekday_in(filled: &[Filled]) -> Option<Period> {
    let week = first!(filled, Date).filter(|period| period.grain == Grain::Week && period.part.is_none())?;
    let days = i64::from(first!(filled, Weekday)?) - 1;
    let monday = steps::holding(CalendarUnit::Week, week.start)?.start;
    Some(Period {
        relative: week.relative,
        year_known: week.year_known,
        ..Period::day(monday.checked_add(days.days()).ok()?)
    })
}
