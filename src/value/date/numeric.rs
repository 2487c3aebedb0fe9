//! Dates in digits and signs: "2025-11-12", "12/03/2025", "31-Oct-74", "11/2017".

use jiff::civil::Date;

use super::year::{day_without_year, full_year};
use crate::language::TokenKind;
use crate::value::period::Period;
use crate::value::text::{Read, Text};

/// One part of such a date.
#[derive(Clone, Copy)]
enum Part {
    /// A number and how many digits it has.
    Number(i16, usize),
    /// A month's name.
    Month(i8),
}

/// The date in digits that begins at token `at`.
pub(super) fn date_at(text: &Text<'_>, at: usize) -> Option<Read> {
    let tokens = text.tokens;
    let begins = tokens.is(at, TokenKind::Digits) || (tokens.is(at, TokenKind::Word) && tokens.text(at + 1) == "/");
    let glued_before = at > 0
        && tokens.is_glued(at - 1)
        && !matches!(
            tokens.text(at - 1),
            "(" | "\"" | "«" | "'" | "[" | "-" | "–" | "=" | ":" | ","
        );
    let behind_dots = at > 1 && tokens.text(at - 1) == "." && tokens.text(at - 2) == ".";
    if !begins || glued_before && !behind_dots {
        return None;
    }
    let (parts, sign, end) = glued_parts(text, at).or_else(|| spaced_parts(text, at))?;
    let period = match parts.as_slice() {
        [one, two, three] => Period::day(full_date(text, at, sign, [*one, *two, *three])?),
        [one, two] => short_date(text, at, sign, *one, *two)?,
        _ => return None,
    };
    Some((period, end))
}

/// The token behind a date in digits that no calendar has: "8/32/2014". Its year is not read alone.
pub(super) fn impossible_end(text: &Text<'_>, at: usize) -> Option<usize> {
    if !text.tokens.is(at, TokenKind::Digits) {
        return None;
    }
    let (parts, sign, end) = glued_parts(text, at)?;
    let dated = sign == '/' && matches!(parts.last(), Some(Part::Number(_, 4))) || parts.len() == 3 && sign != '.';
    dated.then_some(end)
}

/// The parts of a run without spaces that has one sign between them.
fn glued_parts(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, char, usize)> {
    let tokens = text.tokens;
    let mut sign = None;
    let mut parts = Vec::new();
    let mut place = at;
    loop {
        // A word may hold a sign of its own: "FEB-1999".
        for piece in tokens.text(place).split('-') {
            parts.push(part(text, piece)?);
        }
        if tokens.text(place).contains('-') && sign.replace('-').is_some_and(|known| known != '-') {
            return None;
        }
        let next = tokens.text(place + 1);
        let joins = tokens.is_glued(place)
            && tokens.is_glued(place + 1)
            && matches!(next, "-" | "/" | ".")
            && sign.is_none_or(|known| next.starts_with(known))
            && !tokens.is(place + 2, TokenKind::Sign);
        if !joins {
            break;
        }
        sign = next.chars().next();
        place += 2;
    }
    let end = place + 1;
    let goes_on =
        tokens.is_glued(place) && (tokens.is(end, TokenKind::Word) || matches!(tokens.text(end), "_" | "°" | "%"));
    (!goes_on && (2..=3).contains(&parts.len())).then_some((parts, sign?, end))
}

/// "11 / 2016", "2016 - 11", "24 12 2014": parts with spaces between them, one of them a year.
fn spaced_parts(text: &Text<'_>, at: usize) -> Option<(Vec<Part>, char, usize)> {
    let tokens = text.tokens;
    let digits = |i: usize| {
        tokens
            .is(i, TokenKind::Digits)
            .then(|| part(text, tokens.text(i)))
            .flatten()
    };
    let has_year = |parts: &[Part]| parts.iter().any(|part| matches!(part, Part::Number(_, 4)));
    let sign = tokens.text(at + 1).chars().next()?;
    let (parts, end) = if matches!(sign, '/' | '-') {
        (vec![digits(at)?, digits(at + 2)?], at + 3)
    } else {
        (vec![digits(at)?, digits(at + 1)?, digits(at + 2)?], at + 3)
    };
    let goes_on = tokens.is_glued(end - 1) && !matches!(tokens.text(end), "." | "," | ")" | ";" | ":" | "?" | "!" | "");
    let joins = !goes_on && has_year(&parts) && !matches!(tokens.text(end), "/");
    joins.then_some((parts, if matches!(sign, '/' | '-') { sign } else { ' ' }, end))
}

fn part(text: &Text<'_>, piece: &str) -> Option<Part> {
    if piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return (piece.len() <= 4 && piece.len() != 3).then_some(Part::Number(piece.parse().ok()?, piece.len()));
    }
    let month = text.tables.dates.months.get(crate::language::fold(piece).as_str())?;
    Some(Part::Month(*month))
}

fn full_date(text: &Text<'_>, at: usize, sign: char, parts: [Part; 3]) -> Option<Date> {
    let date =
        |year: i16, month: i16, day: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    match parts {
        [
            Part::Number(year, 4),
            Part::Number(month, 1..=2),
            Part::Number(day, 1..=2),
        ] => date(year, month, day),
        [Part::Number(year, 4), Part::Month(month), Part::Number(day, 1..=2)]
        | [Part::Number(year, 4), Part::Number(day, 1..=2), Part::Month(month)]
        | [Part::Month(month), Part::Number(year, 4), Part::Number(day, 1..=2)]
        | [Part::Number(day, 1..=2), Part::Month(month), Part::Number(year, 4)]
        | [Part::Month(month), Part::Number(day, 1..=2), Part::Number(year, 4)] => date(year, month.into(), day),
        [Part::Number(day, 1..=2), Part::Month(month), Part::Number(year, 2)]
        | [Part::Month(month), Part::Number(day, 1..=2), Part::Number(year, 2)] => {
            date(full_year(text, year), month.into(), day)
        }
        [
            Part::Number(one, 1..=2),
            Part::Number(two, 1..=2),
            Part::Number(year, digits),
        ] if digits != 1 => {
            // "2.10.14" may be a version, "20 02 14" a telephone number.
            if digits == 2 && (sign == ' ' || sign == '.' && !cued(text, at)) {
                return None;
            }
            let year = if digits == 2 { full_year(text, year) } else { year };
            let (day, month) = ordered(text, sign, one, two);
            date(year, month, day)
        }
        _ => None,
    }
}

/// Two parts: a month of a year, or a day of a month.
fn short_date(text: &Text<'_>, at: usize, sign: char, one: Part, two: Part) -> Option<Period> {
    match (one, two) {
        (Part::Number(month, 1..=2), Part::Number(year, 4)) if sign != '.' && plausible(year) => {
            Period::month(year, i8::try_from(month).ok()?)
        }
        // "2009-10" is a season, "2009-12" a month.
        (Part::Number(year, 4), Part::Number(month, digits)) if sign != '.' && plausible(year) => {
            let season = sign != '/' && digits == 2 && month == (year + 1) % 100;
            (!season && digits <= 2)
                .then(|| Period::month(year, i8::try_from(month).ok()?))
                .flatten()
        }
        (Part::Month(month), Part::Number(year, 4)) | (Part::Number(year, 4), Part::Month(month)) => {
            Period::month(year, month)
        }
        (Part::Month(month), Part::Number(day, 1..=2)) | (Part::Number(day, 1..=2), Part::Month(month)) => {
            day_without_year(text, month, i8::try_from(day).ok()?)
        }
        (Part::Number(one, first @ 1..=2), Part::Number(two, second @ 1..=2)) => {
            // "17/2" can be no share of anything, "3/4" can; "09/08" has the zeros of a date.
            let zeros = first == 2 && second == 2 && (one < 10 || two < 10);
            let dated =
                cued(text, at) || (sign == '/' && (zeros || one > two || (first == 2 && second == 2 && two > 12)));
            let (day, month) = ordered(text, sign, one, two);
            let fits = dated && sign != ' ' && (sign != '.' || first == 2 && second == 2);
            fits.then(|| day_without_year(text, i8::try_from(month).ok()?, i8::try_from(day).ok()?))
                .flatten()
        }
        _ => None,
    }
}

fn plausible(year: i16) -> bool {
    (1500..2100).contains(&year)
}

fn cued(text: &Text<'_>, at: usize) -> bool {
    let (tokens, dates) = (text.tokens, &text.tables.dates);
    let behind_date = |i: usize| at >= i && dates.weekday_at(tokens, at - i, true).is_some();
    dates.day_cues.before(tokens, at).is_some()
        || dates.since.before(tokens, at).is_some()
        || dates.until.before(tokens, at).is_some()
        || dates.before.before(tokens, at).is_some()
        || behind_date(1)
        || behind_date(2)
}

/// Day and month of two numbers: what only one order allows, then what the rest of the text does,
/// then the language's habit. With full stops the day always comes first.
fn ordered(text: &Text<'_>, sign: char, one: i16, two: i16) -> (i16, i16) {
    let day_first = if two > 12 {
        false
    } else if one > 12 || sign == '.' {
        true
    } else {
        order_of_text(text).unwrap_or(text.tables.dates.day_comes_first)
    };
    if day_first { (one, two) } else { (two, one) }
}

/// Whether the dates of this text that allow only one order have the day first.
fn order_of_text(text: &Text<'_>) -> Option<bool> {
    let tokens = text.tokens;
    let number = |i: usize| {
        let short = tokens.is(i, TokenKind::Digits) && tokens.text(i).len() <= 2;
        short.then(|| tokens.text(i).parse::<i16>().ok()).flatten()
    };
    (0..tokens.len()).find_map(|i| {
        let sign = tokens.text(i + 1);
        if !matches!(sign, "/" | "-") || tokens.text(i + 3) != sign || tokens.text(i + 4).len() != 4 {
            return None;
        }
        match (number(i)?, number(i + 2)?) {
            (13..=31, 1..=12) => Some(true),
            (1..=12, 13..=31) => Some(false),
            _ => None,
        }
    })
}
