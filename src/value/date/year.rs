//! Years that a date leaves out or cuts short: the nearest that fits.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::value::period::Period;
use crate::value::text::Text;

/// The day of that month nearest to the day of writing; news looks back rather than ahead.
pub(super) fn day_without_year(text: &Text<'_>, month: i8, day: i8) -> Option<Period> {
    let reference = text.reference?;
    let date = nearest_year(reference, |year| Date::new(year, month, day).ok())?;
    Some(Period {
        year_known: false,
        relative: true,
        ..Period::day(date)
    })
}

/// How far a day is from the day of writing: news looks back rather than ahead.
pub(super) fn distance(day: Date, today: Date) -> i32 {
    let days = (day - today).get_days();
    if days > 0 { days * 5 / 4 } else { -days }
}

/// The candidate nearest to the day of writing.
pub(super) fn nearest_year(reference: Date, candidate: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let years = [0i16, -1, 1, -2, -3, -4];
    let nearest = years[..3]
        .iter()
        .filter_map(|step| candidate(reference.year() + step))
        .min_by_key(|date| distance(*date, reference));
    // 29 February has its years.
    nearest.or_else(|| years[3..].iter().find_map(|step| candidate(reference.year() + step)))
}

/// The year that two digits stand for: not more than ten years ahead of the text.
pub(super) fn full_year(text: &Text<'_>, short: i16) -> i16 {
    let now = text.reference.map_or(2000, Date::year);
    let century = now - now % 100;
    if short <= now % 100 + 10 {
        century + short
    } else {
        century - 100 + short
    }
}

/// The same days of another year.
pub(super) fn moved_to(period: Period, year: i16) -> Option<Period> {
    let years = i64::from(year - period.start.year());
    let known = Period {
        start: period.start.checked_add(years.years()).ok()?,
        end: period.end.checked_add(years.years()).ok()?,
        year_known: true,
        ..period
    };
    Some(known)
}
