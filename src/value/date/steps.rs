//! Units of the calendar: the one that holds a day, and those before and behind it.

use jiff::civil::Date;
use jiff::{Span, ToSpan};
use rust_decimal::prelude::ToPrimitive;

use crate::language::{CalendarUnit, TimeUnit};
use crate::value::duration::{Duration, days_of};
use crate::value::period::{Grain, Period};

/// The unit that holds `day`.
pub(super) fn holding(unit: CalendarUnit, day: Date) -> Option<Period> {
    let monday = day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days());
    let days = |from: i64, to: i64, grain| {
        Period::new(
            monday.saturating_add(from.days()),
            monday.saturating_add(to.days()),
            grain,
        )
    };
    Some(match unit {
        CalendarUnit::Day => Period::day(day),
        CalendarUnit::Week => days(0, 7, Grain::Week),
        CalendarUnit::Weekend => days(5, 7, Grain::Week),
        CalendarUnit::Workweek => days(0, 5, Grain::Week),
        CalendarUnit::Month => Period::month(day.year(), day.month())?,
        CalendarUnit::Quarter => Period::quarter(day.year(), (day.month() - 1) / 3 + 1)?,
        CalendarUnit::Half => Period::half(day.year(), (day.month() - 1) / 6 + 1)?,
        CalendarUnit::Season => season_holding(day)?,
        CalendarUnit::Year => Period::year(day.year())?,
        CalendarUnit::Decade => Period::decade(day.year())?,
        CalendarUnit::Century => Period::century((day.year() - 1) / 100 + 1)?,
    })
}

/// The season of a day, by whole months from March on.
fn season_holding(day: Date) -> Option<Period> {
    let month = day.month() % 12;
    let start = Date::new(
        if day.month() < 3 { day.year() - 1 } else { day.year() },
        [12, 3, 6, 9][usize::try_from(month / 3).ok()?],
        1,
    )
    .ok()?;
    Some(Period::new(start, start.saturating_add(3.months()), Grain::Season))
}

/// The unit so many steps after the one that holds `day`; before it where negative.
pub(super) fn stepped(unit: CalendarUnit, day: Date, steps: i32) -> Option<Period> {
    let moved = day_of_grid(unit, day).checked_add(step(unit, steps)?).ok()?;
    holding(unit, moved)
}

/// A day of the unit from which steps do not run out of it: the 31st has no next month.
fn day_of_grid(unit: CalendarUnit, day: Date) -> Date {
    match unit {
        CalendarUnit::Day | CalendarUnit::Week | CalendarUnit::Weekend | CalendarUnit::Workweek => day,
        _ => day.first_of_month(),
    }
}

/// So many of a unit, as a span of the calendar; none where the calendar is shorter.
fn step(unit: CalendarUnit, steps: i32) -> Option<Span> {
    let steps = i64::from(steps);
    let span = Span::new();
    match unit {
        CalendarUnit::Day => span.try_days(steps),
        CalendarUnit::Week | CalendarUnit::Weekend | CalendarUnit::Workweek => span.try_weeks(steps),
        CalendarUnit::Month => span.try_months(steps),
        CalendarUnit::Quarter | CalendarUnit::Season => span.try_months(steps * 3),
        CalendarUnit::Half => span.try_months(steps * 6),
        CalendarUnit::Year => span.try_years(steps),
        CalendarUnit::Decade => span.try_years(steps * 10),
        CalendarUnit::Century => span.try_years(steps * 100),
    }
    .ok()
}

/// `day` moved by a span of time: years and months by the calendar, the rest by days.
pub(super) fn moved(day: Date, duration: &Duration, forward: bool) -> Option<Date> {
    let mut day = day;
    for (number, unit) in &duration.parts {
        let months = match unit {
            TimeUnit::Month => Some(1),
            TimeUnit::Quarter => Some(3),
            TimeUnit::Year => Some(12),
            TimeUnit::Decade => Some(120),
            TimeUnit::Century => Some(1200),
            TimeUnit::Millennium => Some(12_000),
            _ => None,
        };
        let span = match months {
            Some(months) => Span::new().try_months(number.checked_mul(months.into())?.round().to_i64()?),
            None => Span::new().try_days(number.checked_mul(days_of(*unit))?.trunc().to_i64()?),
        };
        let span = span.ok()?;
        day = if forward {
            day.checked_add(span).ok()?
        } else {
            day.checked_sub(span).ok()?
        };
    }
    Some(day)
}

/// Half of the smallest unit that was said, and all of it, in days: what "three years ago" leaves
/// open on either side.
pub(super) fn slack(duration: &Duration) -> (i32, i32) {
    let unit = duration.unit();
    if unit <= TimeUnit::Day {
        return (0, 0);
    }
    let days = days_of(unit).round().to_i32().unwrap_or(0);
    (days, days / 2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn units_hold_their_days() {
        let day = date(2013, 2, 12);
        let table = [
            (CalendarUnit::Week, 0, "2013-02-11..2013-02-17"),
            (CalendarUnit::Weekend, 1, "2013-02-23..2013-02-24"),
            (CalendarUnit::Month, -2, "2012-12"),
            (CalendarUnit::Quarter, 1, "2013-04-01..2013-06-30"),
            (CalendarUnit::Season, -1, "2012-09-01..2012-11-30"),
            (CalendarUnit::Decade, 1, "2020-01-01..2029-12-31"),
            (CalendarUnit::Century, 0, "2001-01-01..2100-12-31"),
        ];
        for (unit, steps, expected) in table {
            let period = stepped(unit, day, steps).expect("within the calendar");
            assert_eq!(period.to_string(), expected, "{unit:?} {steps}");
        }
    }
}
