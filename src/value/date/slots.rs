//! What may fill the slots of a date's form.

use rust_decimal::prelude::ToPrimitive;

use super::year::full_year;
use super::{inner_date_at, numeric, plain_year};
use crate::language::{CalendarUnit, DateSlot, HolidayRule, TokenKind, WordClass};
use crate::value::duration::{Duration, span_at};
use crate::value::number::{Form, first_part, number_at, whole_at};
use crate::value::period::Period;
use crate::value::text::Text;

/// What fills a slot.
#[derive(Debug, Clone)]
pub(super) enum Filled {
    /// A day of the month, 1 to 31.
    Day(i8),
    /// A month, 1 to 12.
    Month(i8),
    /// A weekday, 1 is Monday.
    Weekday(i8),
    /// A year.
    Year(i16),
    /// A year in two digits, in full.
    ShortYear(i16),
    /// A whole number.
    Count(i32),
    /// A rank, first is 1.
    Rank(i32),
    /// A unit of the calendar.
    Unit(CalendarUnit),
    /// A span of time.
    Duration(Duration),
    /// A season, 0 is spring.
    Season(u8),
    /// A named day.
    Holiday(HolidayRule),
    /// A quarter, 1 to 4.
    Quarter(i8),
    /// A half of a year, 1 or 2.
    Half(i8),
    /// The first year of a decade.
    Decade(i16),
    /// A business year.
    Fiscal(i16),
    /// A date or a period.
    Date(Period),
}

/// The first of some kind among what fills the slots.
macro_rules! first {
    ($filled:expr, $kind:ident) => {
        $filled.iter().find_map(|slot| match slot {
            Filled::$kind(content) => Some(content.clone()),
            _ => None,
        })
    };
}

pub(super) use first;

/// Reads a slot at token `at`: its content and the token behind it.
pub(super) fn fill(text: &Text<'_>, slot: DateSlot, at: usize) -> Option<(Filled, usize)> {
    let quoted_year = slot == DateSlot::ShortYear && text.tokens.text(at) == "'";
    if !quoted_year && !text.may_begin(at, first_words(slot)) {
        return None;
    }
    let (tokens, tables) = (text.tokens, text.tables);
    let dates = &tables.dates;
    let word = || tokens.folded(at);
    match slot {
        DateSlot::Day => day_at(text, at).map(|(day, end)| (Filled::Day(day), end)),
        DateSlot::Month => month_at(text, at).map(|(month, end)| (Filled::Month(month), end)),
        DateSlot::Weekday => Some((Filled::Weekday(dates.weekday_at(tokens, at, false)?), dotted(text, at))),
        DateSlot::ShortWeekday => Some((Filled::Weekday(dates.weekday_at(tokens, at, true)?), dotted(text, at))),
        DateSlot::Year => year_at(text, at).map(|(year, end)| (Filled::Year(year), end)),
        DateSlot::ShortYear => short_year_at(text, at).map(|(year, end)| (Filled::ShortYear(year), end)),
        DateSlot::Count => count_at(text, at).map(|(count, end)| (Filled::Count(count), end)),
        DateSlot::Rank => rank_at(text, at).map(|(rank, end)| (Filled::Rank(rank), end)),
        DateSlot::Unit => dates.units.at(tokens, at).map(|(unit, end)| (Filled::Unit(*unit), end)),
        DateSlot::Duration => span_at(text, at).map(|(span, end)| (Filled::Duration(span), end)),
        DateSlot::Season => Some((Filled::Season(*dates.seasons.get(word())?), at + 1)),
        DateSlot::Holiday => dates
            .holidays
            .at(tokens, at)
            .map(|(rule, end)| (Filled::Holiday(*rule), end)),
        DateSlot::Quarter => quarter_at(text, at).map(|filled| (filled, at + 1)),
        DateSlot::Fiscal => fiscal_at(text, at),
        DateSlot::Decade => decade_at(text, at).map(|(year, end)| (Filled::Decade(year), end)),
        DateSlot::Numeric => numeric::date_at(text, at).map(|(period, end)| (Filled::Date(period), end)),
        DateSlot::Date => inner_date_at(text, at).map(|(period, end)| (Filled::Date(period), end)),
        DateSlot::When => inner_date_at(text, at)
            .or_else(|| year_at(text, at).and_then(|(year, end)| Some((Period::year(year)?, end))))
            .map(|(period, end)| (Filled::Date(period), end)),
    }
}

/// What the first word of a slot must be: a cheap look before the slot is read.
fn first_words(slot: DateSlot) -> WordClass {
    match slot {
        DateSlot::Day | DateSlot::Rank => WordClass::DIGITS | WordClass::NUMBER | WordClass::ORDINAL,
        DateSlot::Month => WordClass::MONTH,
        DateSlot::Weekday | DateSlot::ShortWeekday => WordClass::WEEKDAY,
        DateSlot::Year => WordClass::DIGITS | WordClass::NUMBER,
        DateSlot::ShortYear => WordClass::DIGITS,
        DateSlot::Count | DateSlot::Duration => WordClass::DIGITS | WordClass::NUMBER | WordClass::SPAN,
        DateSlot::Unit => WordClass::UNIT,
        DateSlot::Season => WordClass::SEASON,
        DateSlot::Holiday => WordClass::HOLIDAY,
        DateSlot::Quarter => WordClass::COMPOUND,
        DateSlot::Fiscal => WordClass::COMPOUND | WordClass::CURRENCY,
        DateSlot::Decade => WordClass::DIGITS | WordClass::NUMBER | WordClass::DECADE,
        DateSlot::Numeric => WordClass::DIGITS | WordClass::MONTH,
        DateSlot::Date | DateSlot::When => WordClass::DATE,
    }
}

/// The token behind a short name and its full stop.
fn dotted(text: &Text<'_>, at: usize) -> usize {
    let tokens = text.tokens;
    let short = tokens.text(at).len() < 6 && tokens.is_glued(at) && tokens.text(at + 1) == ".";
    at + 1 + usize::from(short)
}

fn month_at(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let word = tokens.folded(at);
    let month = *tables.dates.months.get(word)?;
    if tables.dates.doubtful.contains(word) && !spelled_as_month(text, at) {
        return None;
    }
    Some((month, dotted(text, at)))
}

/// Whether a word that means other things too is written as a month's name: with or without the
/// capital that the language gives it, or where only a month can stand.
fn spelled_as_month(text: &Text<'_>, at: usize) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    let capital = tables.names.capitalised_dates;
    let before = |test: &dyn Fn(usize) -> bool| at > 0 && test(at - 1);
    tokens.is_capitalised(at) == capital
        || at == 0
        || plain_year(tokens, at + 1).is_some()
        || before(&|i| {
            tables.pronouns.of.contains(tokens.folded(i)) && rank_before(text, i)
                || (!capital && tokens.is(i, TokenKind::Digits))
                || tables.numbers.ordinal_suffixes.contains(tokens.folded(i))
                    && tokens.is(i.saturating_sub(1), TokenKind::Digits)
        })
}

/// Whether a rank or a number ends right before a token.
fn rank_before(text: &Text<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let (tokens, numbers) = (text.tokens, &text.tables.numbers);
    let word = tokens.folded(before);
    numbers.ordinals.contains_key(word)
        || numbers.ordinal_suffixes.contains(word)
        || text.tables.dates.units.contains(word)
}

fn day_at(text: &Text<'_>, at: usize) -> Option<(i8, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if tokens.is(at, TokenKind::Digits) {
        if tokens.text(at).len() > 2 || touches_word_or_number(text, at) {
            return None;
        }
        let day: i8 = tokens.text(at).parse().ok()?;
        let glued = tokens.is_glued(at);
        let suffixed = glued && tables.numbers.ordinal_suffixes.contains(tokens.folded(at + 1));
        let mut end = at + 1 + usize::from(suffixed);
        let next = tokens.text(at + 1);
        if glued && next == "." && !tokens.is_glued(at + 1) && tables.dates.months.contains_key(tokens.folded(at + 2)) {
            end = at + 2;
        } else if glued
            && matches!(next, "." | "," | ":")
            && tokens.is_glued(at + 1)
            && tokens.is(at + 2, TokenKind::Digits)
        {
            return None;
        }
        return (1..=31).contains(&day).then_some((day, end));
    }
    if let Some((rank, end)) = rank_at(text, at) {
        return Some((i8::try_from(rank).ok().filter(|day| (1..=31).contains(day))?, end));
    }
    if !tables.numbers.words.contains(first_part(tokens.folded(at))) {
        return None;
    }
    let written = number_at(text, at).filter(|written| written.form == Form::Words)?;
    let day = written.number.to_i8().filter(|day| (2..=31).contains(day))?;
    (written.number.scale() == 0).then_some((day, written.end))
}

/// Whether digits continue something on their left ("1.12", "A12", "-12").
fn touches_word_or_number(text: &Text<'_>, at: usize) -> bool {
    let tokens = text.tokens;
    if at == 0 || !tokens.is_glued(at - 1) {
        return false;
    }
    match tokens.text(at - 1) {
        "." | "," | ":" => at >= 2 && tokens.is(at - 2, TokenKind::Digits),
        "$" | "€" | "£" | "#" | "_" | "+" | "°" => true,
        _ => false,
    }
}

/// Four digits or words: "2018", "deux mille dix-huit", "nineteen eighty-six".
fn year_at(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if tokens.is(at, TokenKind::Digits) {
        let year = plain_year(tokens, at)?;
        return Some((year, at + 1));
    }
    let is_number = |i: usize| {
        let first = first_part(tokens.folded(i));
        tables.numbers.words.contains(first)
    };
    if !is_number(at) {
        return None;
    }
    let written = number_at(text, at).filter(|written| written.form == Form::Words)?;
    let first = written.number.to_i16().filter(|_| written.number.scale() == 0)?;
    if (1000..2200).contains(&first) {
        return Some((first, written.end));
    }
    // Two numbers make a year where the first counts centuries: "nineteen" "eighty-six".
    (10..=21).contains(&first).then_some(())?;
    let second = is_number(written.end).then(|| number_at(text, written.end)).flatten()?;
    let years = second.number.to_i16().filter(|years| (10..100).contains(years))?;
    Some((first * 100 + years, second.end))
}

/// "99", "'99": two digits that no unit follows.
fn short_year_at(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    let tokens = text.tokens;
    let quoted = usize::from(tokens.text(at) == "'" && tokens.is_glued(at));
    let digits = at + quoted;
    if !tokens.is(digits, TokenKind::Digits) || tokens.text(digits).len() != 2 {
        return None;
    }
    let counts =
        tokens.is(digits + 1, TokenKind::Word) && !text.tables.function_words.contains(tokens.folded(digits + 1));
    let goes_on = tokens.is_glued(digits) && !matches!(tokens.text(digits + 1), "." | "," | ")" | ";" | ":" | "");
    if quoted == 0 && (counts || goes_on || tokens.text(digits + 1) == "%") {
        return None;
    }
    Some((full_year(text, tokens.text(digits).parse().ok()?), digits + 1))
}

fn count_at(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if let Some((few, end)) = tables.durations.vague.at(tokens, at) {
        return Some((few.to_i32()?, end));
    }
    let mut written = number_at(text, at)?;
    if written.form == Form::Fraction {
        // "three quarters" may be so many of the calendar.
        written = whole_at(text, at)?;
    }
    if written.form == Form::Collective || written.number.scale() > 0 {
        return None;
    }
    Some((
        written.number.to_i32().filter(|count| (1..10_000).contains(count))?,
        written.end,
    ))
}

/// "premier", "3e", "21st", "twenty-third", "XXIe".
pub(super) fn rank_at(text: &Text<'_>, at: usize) -> Option<(i32, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let numbers = &tables.numbers;
    let word = tokens.folded(at);
    if let Some(rank) = numbers.ordinals.get(word) {
        return Some((i32::try_from(*rank).ok()?, at + 1));
    }
    if tokens.is(at, TokenKind::Digits) {
        let suffixed = tokens.is_glued(at) && numbers.ordinal_suffixes.contains(tokens.folded(at + 1));
        return suffixed.then_some((tokens.text(at).parse().ok()?, at + 2));
    }
    // "twenty third", "thirty first".
    if numbers.words.contains(word)
        && let Some(ones) = numbers.ordinals.get(tokens.folded(at + 1))
        && *ones < 10
        && let Some(tens) = tables
            .number_words
            .digits(word)
            .and_then(|digits| digits.parse::<i32>().ok())
        && tens % 10 == 0
        && (20..100).contains(&tens)
    {
        return Some((tens + i32::try_from(*ones).ok()?, at + 2));
    }
    roman_at(text, at).map(|rank| (rank, at + 1))
}

/// Capital Roman digits with an ordinal's ending: "XXIe".
fn roman_at(text: &Text<'_>, at: usize) -> Option<i32> {
    let word = text.tokens.text(at);
    let length = word
        .find(|c: char| !matches!(c, 'I' | 'V' | 'X'))
        .filter(|length| *length > 0)?;
    let (digits, suffix) = word.split_at(length);
    if !text
        .tables
        .numbers
        .ordinal_suffixes
        .contains(&crate::language::fold(suffix))
    {
        return None;
    }
    let value = |digit: char| match digit {
        'X' => 10,
        'V' => 5,
        _ => 1,
    };
    let mut total = 0;
    let mut largest = 0;
    for digit in digits.chars().rev().map(value) {
        total += if digit < largest { -digit } else { digit };
        largest = largest.max(digit);
    }
    Some(total)
}

/// "T3", "Q3", "S1", "H2".
fn quarter_at(text: &Text<'_>, at: usize) -> Option<Filled> {
    let word = text.tokens.folded(at);
    let dates = &text.tables.dates;
    let split = word
        .len()
        .checked_sub(1)
        .filter(|split| word.is_char_boundary(*split))?;
    let (prefix, rank) = word.split_at(split);
    let rank: i8 = rank.parse().ok()?;
    if (1..=4).contains(&rank) && dates.quarter_prefixes.contains(prefix) {
        Some(Filled::Quarter(rank))
    } else if (1..=2).contains(&rank) && dates.half_prefixes.contains(prefix) {
        Some(Filled::Half(rank))
    } else {
        None
    }
}

/// "FY25", "FY 2025".
fn fiscal_at(text: &Text<'_>, at: usize) -> Option<(Filled, usize)> {
    let (tokens, dates) = (text.tokens, &text.tables.dates);
    let word = tokens.folded(at);
    let letters = word.find(|c: char| c.is_ascii_digit()).unwrap_or(word.len());
    let (prefix, digits) = word.split_at(letters);
    if !dates.fiscal_prefixes.contains(prefix) {
        return None;
    }
    let (digits, end) = if digits.is_empty() {
        (tokens.text(at + 1), at + 2)
    } else {
        (digits, at + 1)
    };
    let year: i16 = digits.parse().ok()?;
    match digits.len() {
        2 => Some((Filled::Fiscal(full_year(text, year)), end)),
        4 => Some((Filled::Fiscal(year), end)),
        _ => None,
    }
}

/// "1980", "1980s", "80", "quatre-vingt", "nineties".
fn decade_at(text: &Text<'_>, at: usize) -> Option<(i16, usize)> {
    let (tokens, dates) = (text.tokens, &text.tables.dates);
    let century = |year: i16| if year < 100 { full_year(text, year) } else { year };
    if tokens.is(at, TokenKind::Digits) {
        let year: i16 = tokens.text(at).parse().ok()?;
        let length = tokens.text(at).len();
        let mut end = at + 1;
        let quoted = usize::from(tokens.text(end) == "'" && tokens.is_glued(at));
        let plural = tokens.folded(end + quoted) == "s" && tokens.is_glued(at) || tokens.folded(end) == "'s";
        if plural {
            end += 1 + quoted;
        }
        let needs_plural = dates.decades.at(tokens, at).is_none() && !cued(text, at);
        let fits = year % 10 == 0 && (length == 4 && (1000..2200).contains(&year) || length == 2);
        return (fits && (plural || !needs_plural)).then_some((century(year), end));
    }
    if let Some((year, end)) = dates.decades.at(tokens, at) {
        return Some((century(*year), end));
    }
    // "nineteen seventies".
    let first = number_at(text, at).filter(|first| first.form == Form::Words)?;
    let hundreds = first.number.to_i16().filter(|hundreds| (10..=20).contains(hundreds))?;
    let (year, end) = dates.decades.at(tokens, first.end)?;
    (*year < 100).then_some((hundreds * 100 + *year, end))
}

/// Whether a word before the digits says that they are years, so that no plural is needed.
fn cued(text: &Text<'_>, at: usize) -> bool {
    let unit = text.tables.dates.units.before(text.tokens, at);
    unit.is_some_and(|(unit, _)| matches!(unit, CalendarUnit::Year | CalendarUnit::Decade))
}
