//! From one date to another: "du 12 au 15 novembre", "between 2013 and 2018".

use jiff::ToSpan;
use jiff::civil::Date;

use super::slots::Filled;
use super::steps;
use super::year::{moved_to, nearest_year};
use crate::language::CalendarUnit;
use crate::value::period::{Grain, Period};
use crate::value::text::Text;

/// From one date to another; what the first leaves out, the second has.
pub(super) fn period(text: &Text<'_>, filled: &[Filled]) -> Option<Period> {
    let parts: Vec<&Filled> = filled
        .iter()
        .filter(|part| !matches!(part, Filled::Weekday(_)))
        .collect();
    let named = |from: i8, to: i8, of: &Period| {
        let month = of.start;
        let first = Date::new(month.year(), month.month(), from).ok()?;
        let last = Date::new(month.year(), month.month(), to).ok()?;
        let between = Period::span(Period::day(first), Period::day(last)).filter(|_| first <= last)?;
        Some(Period {
            year_known: of.year_known,
            relative: of.relative,
            ..between
        })
    };
    match parts.as_slice() {
        [Filled::Year(from), Filled::Year(to)] if from < to => Period::span(Period::year(*from)?, Period::year(*to)?),
        [Filled::Day(from), Filled::Date(to)] if to.grain == Grain::Day => {
            // "du 28 au 2 mars": the day before it that has the number.
            let day = to.start;
            let same = Date::new(day.year(), day.month(), *from)
                .ok()
                .filter(|first| *first < day);
            let first = same.or_else(|| {
                let before = day.first_of_month().checked_sub(1.month()).ok()?;
                Date::new(before.year(), before.month(), *from).ok()
            })?;
            let between = Period::span(Period::day(first), *to)?;
            Some(Period {
                relative: to.relative,
                ..between
            })
        }
        [Filled::Day(from), Filled::Day(to), Filled::Date(of)] if of.grain == Grain::Month => named(*from, *to, of),
        [Filled::Day(from), Filled::Day(to)] => {
            let reference = text.reference?;
            named(*from, *to, &steps::holding(CalendarUnit::Month, reference)?).map(|period| Period {
                relative: true,
                ..period
            })
        }
        [Filled::Month(month), Filled::Day(from), Filled::Day(to), rest @ ..] => {
            let of = match rest {
                [Filled::Year(year)] => Period::month(*year, *month)?,
                _ => Period {
                    year_known: false,
                    relative: true,
                    ..Period::month(
                        nearest_year(text.reference?, |year| Date::new(year, *month, 1).ok())?.year(),
                        *month,
                    )?
                },
            };
            named(*from, *to, &of)
        }
        [Filled::Date(from), Filled::Day(to)] if from.grain == Grain::Day && from.bound.is_none() => {
            let day = from.start;
            let same = Date::new(day.year(), day.month(), *to).ok().filter(|last| *last > day);
            let last = same.or_else(|| {
                let after = day.first_of_month().checked_add(1.month()).ok()?;
                Date::new(after.year(), after.month(), *to).ok()
            })?;
            let between = Period::span(*from, Period::day(last))?;
            Some(Period {
                year_known: from.year_known,
                ..between
            })
        }
        [Filled::Date(from), Filled::Date(to)] => {
            let (from, to) = in_order(*from, *to)?;
            Period::span(from, to)
        }
        _ => None,
    }
}

/// Two dates, the second behind the first: a year that was not said is that of the other.
fn in_order(from: Period, to: Period) -> Option<(Period, Period)> {
    let in_year = |period: Period, year: i16| moved_to(period, year);
    let comparable = from.grain != Grain::Span && to.grain != Grain::Span;
    comparable.then_some(())?;
    let pair = match (from.year_known, to.year_known) {
        (false, true) => {
            let same = in_year(from, to.start.year())?;
            (
                if same.start < to.end {
                    same
                } else {
                    in_year(from, to.start.year() - 1)?
                },
                to,
            )
        }
        (true, false) => {
            let same = in_year(to, from.start.year())?;
            let later = if same.end > from.start {
                same
            } else {
                in_year(to, from.start.year() + 1)?
            };
            (from, later)
        }
        (false, false) => {
            let same = in_year(to, from.start.year())?;
            let later = if same.end > from.start {
                same
            } else {
                in_year(to, from.start.year() + 1)?
            };
            (
                from,
                Period {
                    year_known: false,
                    ..later
                },
            )
        }
        // "from next Monday to Friday": the Friday behind that Monday.
        (true, true) if to.relative && to.grain == Grain::Day && to.end <= from.start => {
            let weeks = (i64::from((from.start - to.start).get_days()) + 6) / 7;
            (from, moved_by(to, weeks.weeks())?)
        }
        (true, true) => (from, to),
    };
    (pair.0.start < pair.1.end).then_some(pair)
}

fn moved_by(period: Period, span: jiff::Span) -> Option<Period> {
    Some(Period {
        start: period.start.checked_add(span).ok()?,
        end: period.end.checked_add(span).ok()?,
        ..period
    })
}
