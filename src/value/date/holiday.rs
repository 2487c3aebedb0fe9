//! On which day of a year a named day falls.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use crate::language::HolidayRule;

/// The named day of a year; none outside the calendar.
pub(super) fn day_of(rule: HolidayRule, year: i16) -> Option<Date> {
    match rule {
        HolidayRule::Fixed(month, day) => Date::new(year, month, day).ok(),
        HolidayRule::Easter(days) => {
            let easter = computus::gregorian(i32::from(year)).ok()?;
            let sunday = Date::new(year, i8::try_from(easter.month).ok()?, i8::try_from(easter.day).ok()?).ok()?;
            sunday.checked_add(days.days()).ok()
        }
        HolidayRule::NthWeekday {
            nth,
            weekday,
            month,
            plus,
        } => {
            let weekday = Weekday::from_monday_one_offset(weekday).ok()?;
            let day = Date::new(year, month, 1)
                .ok()?
                .nth_weekday_of_month(nth, weekday)
                .ok()?;
            day.checked_add(plus.days()).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn named_days_fall_where_almanacs_have_them() {
        let black_friday = HolidayRule::NthWeekday {
            nth: 4,
            weekday: 4,
            month: 11,
            plus: 1,
        };
        let memorial_day = HolidayRule::NthWeekday {
            nth: -1,
            weekday: 1,
            month: 5,
            plus: 0,
        };
        let table = [
            (HolidayRule::Easter(0), 2024, date(2024, 3, 31)),
            (HolidayRule::Easter(50), 2025, date(2025, 6, 9)),
            (HolidayRule::Fixed(12, 25), 2016, date(2016, 12, 25)),
            (black_friday, 2010, date(2010, 11, 26)),
            (memorial_day, 2013, date(2013, 5, 27)),
        ];
        for (rule, year, expected) in table {
            assert_eq!(day_of(rule, year), Some(expected), "{rule:?} {year}");
        }
    }
}
