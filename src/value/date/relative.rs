//! Dates that are told from the day of writing: "il y a trois ans", "next Friday".

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::slots::{Filled, first};
use super::steps;
use crate::language::{CalendarUnit, DateMeaning, TimeUnit, TokenKind};
use crate::value::period::{Grain, Period};
use crate::value::text::Text;

/// Meanings that only the day of writing gives a date.
pub(super) fn period(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled], range: &Range<usize>) -> Option<Period> {
    use DateMeaning as Says;
    let today = text.reference?;
    let shifted = |days: i64| today.checked_add(days.days()).ok().map(Period::day);
    let period = match meaning {
        Says::Today => shifted(0),
        Says::Yesterday => shifted(-1),
        Says::Tomorrow => shifted(1),
        Says::DayBeforeYesterday => shifted(-2),
        Says::DayAfterTomorrow => shifted(2),
        Says::LastYear => Period::year(today.year() - 1),
        Says::ThisYear => Period::year(today.year()),
        Says::NextYear => Period::year(today.year() + 1),
        Says::This => steps::holding(first!(filled, Unit)?, today),
        Says::Last => units(text, filled, range.end, false),
        Says::Next => units(text, filled, range.end, true),
        Says::AfterNext => steps::stepped(first!(filled, Unit)?, today, 2),
        Says::Ago | Says::MoreThanAgo | Says::LessThanAgo | Says::Ahead | Says::Within => {
            distance(text, meaning, filled, range)
        }
        Says::AfterDate | Says::BeforeDate | Says::Starting => from_date(meaning, filled),
        Says::Rest => {
            let unit = steps::holding(first!(filled, Unit)?, today)?;
            Some(Period::new(today, unit.end, Grain::Span))
        }
        Says::Later => {
            // "later this year" begins with its second half, or today where that is later.
            let unit = steps::holding(first!(filled, Unit)?, today)?;
            let middle = unit
                .start
                .checked_add(((unit.end - unit.start).get_days() / 2).days())
                .ok()?;
            Some(Period::new(today.max(middle), unit.end, Grain::Span))
        }
        Says::Weekday if is_habit(text, range) => None,
        _ => weekday(text, meaning, filled),
    }?;
    Some(Period {
        relative: true,
        ..period
    })
}

/// The unit or units before or behind the one that holds today, as the calendar cuts them.
fn units(text: &Text<'_>, filled: &[Filled], end: usize, next: bool) -> Option<Period> {
    let today = text.reference?;
    let unit = first!(filled, Unit)?;
    let Some(count) = first!(filled, Count).filter(|count| *count > 1) else {
        return steps::stepped(unit, today, if next { 1 } else { -1 });
    };
    // "we will be only 3 next week" counts no weeks.
    let plural = |at: usize| {
        let word = text.tokens.folded(at);
        text.tables
            .numbers
            .plural_endings
            .iter()
            .any(|ending| word.ends_with(ending.as_str()))
    };
    if !plural(end.checked_sub(1)?) && !plural(end - 2) {
        return None;
    }
    let (from, to) = if next { (1, count) } else { (-count, -1) };
    let (first, last) = (steps::stepped(unit, today, from)?, steps::stepped(unit, today, to)?);
    // Written in the middle of a unit, they may reach from there to there.
    let open = if unit == CalendarUnit::Day {
        0
    } else {
        (first.end - first.start).get_days()
    };
    Some(Period {
        early: if next { open } else { 0 },
        late: if next { 0 } else { open },
        ..Period::span(first, last)?
    })
}

/// "il y a trois ans", "in two weeks", "within ten days".
fn distance(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled], range: &Range<usize>) -> Option<Period> {
    let today = text.reference?;
    let duration = first!(filled, Duration)?;
    let forward = matches!(meaning, DateMeaning::Ahead | DateMeaning::Within);
    // "dans une année difficile", "rose 40 % in three years"
    let (tokens, tables) = (text.tokens, text.tables);
    let spans = (1..=4).any(|back| {
        range
            .start
            .checked_sub(back)
            .is_some_and(|at| tables.dates.spans.at(tokens, at).is_some())
    });
    if meaning == DateMeaning::Ahead && (spans || past_before(text, range.start)) {
        return None;
    }
    let day = steps::moved(today, &duration, forward)?;
    if meaning == DateMeaning::Within {
        return Some(Period::new(today, day, Grain::Span)).filter(|period| period.start < period.end);
    }
    let (early, late) = steps::slack(&duration);
    let (early, late) = match meaning {
        DateMeaning::MoreThanAgo => (early * 50, 0),
        DateMeaning::LessThanAgo => (0, (today - day).get_days()),
        DateMeaning::Ahead => (late, early),
        _ => (early, late),
    };
    let years = duration.parts.len() == 1 && duration.unit() >= TimeUnit::Year;
    let nominal = if years {
        Period::month(day.year(), day.month())?
    } else {
        Period::day(day)
    };
    Some(Period { early, late, ..nominal })
}

/// Whether the clause before tells of the past: "rose … in three years" is no day to come.
fn past_before(text: &Text<'_>, at: usize) -> bool {
    let tokens = text.tokens;
    let endings = &text.tables.dates.past_endings;
    (at.saturating_sub(8)..at)
        .rev()
        .take_while(|i| !matches!(tokens.text(*i), "." | "!" | "?" | ";"))
        .any(|i| {
            tokens.is(i, TokenKind::Word) && {
                let word = tokens.folded(i);
                text.tables.dates.past_verbs.contains(word)
                    || endings
                        .iter()
                        .any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending.as_str()))
            }
        })
}

/// "two weeks after Easter", "trois jours avant Noël", "a week starting tomorrow".
fn from_date(meaning: DateMeaning, filled: &[Filled]) -> Option<Period> {
    let duration = first!(filled, Duration)?;
    let date = first!(filled, Date).filter(|date| date.grain == Grain::Day && date.bound.is_none())?;
    let moved = steps::moved(date.start, &duration, meaning != DateMeaning::BeforeDate)?;
    if meaning == DateMeaning::Starting {
        return Some(Period::new(date.start, moved, Grain::Span)).filter(|period| period.start < period.end);
    }
    Some(Period {
        year_known: date.year_known,
        ..Period::day(moved)
    })
}

/// "fermé le lundi", "on Saturdays": every week.
fn is_habit(text: &Text<'_>, range: &Range<usize>) -> bool {
    let tokens = text.tokens;
    let plural = |at: usize| {
        let word = tokens.folded(at);
        text.tables
            .numbers
            .plural_endings
            .iter()
            .any(|ending| word.ends_with(ending.as_str()))
            && word.len() > 6
    };
    text.tables.dates.habits.before(tokens, range.start).is_some()
        || range
            .clone()
            .any(|at| text.tables.dates.habits.contains(tokens.folded(at)) || plural(at))
}

fn weekday(text: &Text<'_>, meaning: DateMeaning, filled: &[Filled]) -> Option<Period> {
    use DateMeaning as Says;
    let today = text.reference?;
    let dates = &text.tables.dates;
    let number = first!(filled, Weekday)?;
    let said = Weekday::from_monday_one_offset(number).ok()?;
    let of_week = |weeks: i32| {
        let monday = steps::stepped(CalendarUnit::Week, today, weeks)?.start;
        monday.checked_add((i64::from(number) - 1).days()).ok()
    };
    let nth = |n: i32| today.nth_weekday(n, said).ok();
    let past_or_today = || if today.weekday() == said { Some(today) } else { nth(-1) };
    let count = first!(filled, Count);
    let day = match meaning {
        Says::WeekdayDay => {
            let day = first!(filled, Day)?;
            return day_on_weekday(today, day, said).map(Period::day);
        }
        Says::WeekdayThis if dates.next_weekday_is_next_week => of_week(0),
        Says::Weekday | Says::WeekdayThis => past_or_today(),
        Says::WeekdayPast => nth(-1),
        Says::WeekdayLast if dates.next_weekday_is_next_week => of_week(-1),
        Says::WeekdayLast => nth(-1),
        Says::WeekdayNext if dates.next_weekday_is_next_week => of_week(1),
        Says::WeekdayNext | Says::WeekdayComing => nth(1),
        Says::WeekdayAfterNext => nth(2),
        Says::WeekdaysAhead => nth(count?),
        Says::WeekdaysAgo => nth(-count?),
        // "lundi en huit": a week after the coming Monday.
        Says::WeekdayInWeeks => match count? {
            8 => nth(2),
            15 => nth(3),
            _ => None,
        },
        _ => None,
    }?;
    // People mean this week's or the one beside it.
    let week = |unsure: bool| if unsure { 7 } else { 0 };
    Some(Period {
        late: week(meaning == Says::WeekdayLast),
        early: week(meaning == Says::WeekdayNext),
        ..Period::day(day)
    })
}

/// The day of that number nearest to today that falls on the weekday.
fn day_on_weekday(today: Date, day: i8, said: Weekday) -> Option<Date> {
    let months = (0..12i64).flat_map(|n| [-n, n]);
    months.into_iter().find_map(|months| {
        let month = today.first_of_month().checked_add(months.months()).ok()?;
        let date = Date::new(month.year(), month.month(), day).ok()?;
        (date.weekday() == said).then_some(date)
    })
}
