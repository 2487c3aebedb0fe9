//! Dates and periods in words and digits.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::duration::days_of;
use super::number::{Form, number_at};
use super::period::{Grain, Part, Period};
use crate::language::{Tables, TimeUnit, TokenKind, Tokens};

/// What is needed to read a date.
#[derive(Clone, Copy)]
pub(super) struct Calendar<'a> {
    pub(super) tables: &'a Tables,
    /// The day of writing, for relative dates and missing years.
    pub(super) reference: Option<Date>,
}

/// A date that was read: the period and the token behind it.
type Read = (Period, usize);

/// The date or period that begins at token `at`.
pub(super) fn date_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    span_at(tokens, at, calendar).or_else(|| single_at(tokens, at, calendar))
}

/// "de 2013 à 2018", "du 12 au 15 novembre", "2013-2018", "from 2013 to 2018".
fn span_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let hedges = &calendar.tables.hedges;
    if let Some((middles, start)) = hedges.range_openers.at(tokens, at) {
        for middle in middles {
            if let Some(read) = span_with_middle(tokens, start, calendar, |t, i| phrase_end(t, i, middle)) {
                return Some(read);
            }
        }
        return None;
    }
    let year = plain_year(tokens, at)?;
    let dash = tokens.text(at + 1);
    if (dash == "-" || dash == "–") && tokens.is_glued(at) && tokens.is_glued(at + 1) {
        let to = plain_year(tokens, at + 2).filter(|to| *to > year)?;
        return Some((Period::span(Period::year(year)?, Period::year(to)?)?, at + 3));
    }
    None
}

fn span_with_middle(
    tokens: &Tokens<'_>,
    start: usize,
    calendar: Calendar<'_>,
    middle: impl Fn(&Tokens<'_>, usize) -> Option<usize>,
) -> Option<Read> {
    // A bare first part takes month and year from the second: "du 12 au 15 novembre".
    let bare_day = day_number(tokens, start, calendar.tables).filter(|(_, end)| middle(tokens, *end).is_some());
    if let Some((day, end)) = bare_day {
        let (to, end) = single_at(tokens, middle(tokens, end)?, calendar)?;
        if to.grain == Grain::Day {
            let from = Date::new(to.start.year(), to.start.month(), day).ok()?;
            return Some((Period::span(Period::day(from), to)?, end));
        }
    }
    let (from, end) = single_at(tokens, start, calendar).or_else(|| bare_year(tokens, start))?;
    let second = middle(tokens, end)?;
    let (to, end) = single_at(tokens, second, calendar).or_else(|| bare_year(tokens, second))?;
    Some((Period::span(from, to)?, end))
}

fn phrase_end(tokens: &Tokens<'_>, at: usize, phrase: &str) -> Option<usize> {
    let words = Tokens::new(phrase);
    (0..words.len())
        .all(|i| tokens.folded(at + i) == words.folded(i))
        .then_some(at + words.len())
}

fn single_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    part_at(tokens, at, calendar)
        .or_else(|| numeric_at(tokens, at, calendar))
        .or_else(|| weekday_at(tokens, at, calendar))
        .or_else(|| day_and_month_at(tokens, at, calendar))
        .or_else(|| month_at(tokens, at, calendar))
        .or_else(|| quarter_at(tokens, at, calendar))
        .or_else(|| season_at(tokens, at, calendar))
        .or_else(|| century_or_decade_at(tokens, at, calendar))
        .or_else(|| relative_at(tokens, at, calendar))
}

/// "fin 2025", "à la fin de l'année", "mi-mars", "early 2026".
fn part_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let dates = &calendar.tables.dates;
    let lists = [
        (&dates.part_start, Part::Start),
        (&dates.part_middle, Part::Middle),
        (&dates.part_end, Part::End),
    ];
    for (list, part) in lists {
        if let Some(((), end)) = list.at(tokens, at) {
            let next = skip_of(tokens, end, calendar.tables);
            let whole = bare_year(tokens, next)
                .or_else(|| the_year_at(tokens, end, calendar))
                .or_else(|| the_year_at(tokens, next, calendar))
                .or_else(|| {
                    single_at(tokens, next, calendar)
                        .filter(|(period, _)| period.part.is_none() && period.grain != Grain::Day)
                });
            if let Some((period, end)) = whole {
                return Some((period.part_of(part), end));
            }
        }
        // "mi-mars", "mid-2025" are one word or one word and digits.
        if let Some((prefix, rest)) = tokens.folded(at).split_once('-')
            && list.at(&Tokens::new(prefix), 0).is_some()
        {
            if let Some(month) = dates.months.get(rest) {
                let (year, end) = year_behind(tokens, at + 1, calendar);
                return Some((with_year(*month, year, calendar)?.part_of(part), end));
            }
            if rest.len() == 4
                && let Ok(year) = rest.parse::<i16>()
            {
                return Some((Period::year(year)?.part_of(part), at + 1));
            }
        }
    }
    None
}

/// "2025-11-12", "12/03/2025", "12.03.2025".
fn numeric_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    if !tokens.is(at, TokenKind::Digits) || (at > 0 && tokens.is_glued(at - 1) && tokens.text(at - 1) != "(") {
        return None;
    }
    let sign = tokens.text(at + 1);
    let glued = (at..at + 4).all(|i| tokens.is_glued(i));
    if !glued || tokens.text(at + 3) != sign || !matches!(sign, "-" | "/" | ".") {
        return None;
    }
    let number = |i: usize| tokens.text(i).parse::<i16>().ok();
    let lengths = (
        tokens.text(at).len(),
        tokens.text(at + 2).len(),
        tokens.text(at + 4).len(),
    );
    let continues = tokens.is_glued(at + 4) && matches!(tokens.text(at + 5), "-" | "/");
    if continues {
        return None;
    }
    let (a, b, c) = (number(at)?, number(at + 2)?, number(at + 4)?);
    let date = match lengths {
        (4, 2, 2) => Date::new(a, i8::try_from(b).ok()?, i8::try_from(c).ok()?).ok()?,
        (1..=2, 1..=2, 4) => {
            let day_first =
                b <= 12 && (a > 12 || calendar.tables.language == crate::language::Language::French || sign == ".");
            let (day, month) = if day_first { (a, b) } else { (b, a) };
            Date::new(c, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?
        }
        _ => return None,
    };
    Some((Period::day(date), at + 5))
}

/// "mercredi 19 novembre 2025", "on Wednesday, 19 November", "lundi dernier", "on Monday".
fn weekday_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    let weekday = *tables.dates.weekdays.get(tokens.folded(at))?;
    if tables.names.capitalised_dates && !tokens.is_capitalised(at) {
        return None;
    }
    let mut next = at + 1;
    if tokens.text(next) == "," {
        next += 1;
    }
    if tables.pronouns.articles.contains(tokens.folded(next)) {
        next += 1;
    }
    let dated = numeric_at(tokens, next, calendar).or_else(|| day_and_month_at(tokens, next, calendar));
    if let Some((mut period, end)) = dated {
        let said = Weekday::from_monday_one_offset(weekday).ok()?;
        if period.grain == Grain::Day && period.start.weekday() != said {
            if period.year_known {
                period.wrong_weekday = Some(weekday);
            } else if let Some(fitting) = fitting_year(period.start, said) {
                period = Period {
                    year_known: false,
                    ..Period::day(fitting)
                };
            }
        }
        return Some((period, end));
    }
    let said = Weekday::from_monday_one_offset(weekday).ok()?;
    // "mardi 3": a day of the month with no month.
    if let Some((day, end)) = day_number(tokens, at + 1, tables)
        && let Some(reference) = calendar.reference
        && !tables.dates.months.contains_key(tokens.folded(end))
        && let Some(date) = near_day_of_month(reference, day, said)
    {
        return Some((relative_day(date), end));
    }
    let reference = calendar.reference?;
    let behind = tokens.folded(at + 1);
    let before = if at > 0 { tokens.folded(at - 1) } else { "" };
    let (date, end) = if tables.dates.next.contains(behind) {
        (reference.nth_weekday(1, said).ok()?, at + 2)
    } else if tables.dates.last.contains(behind) {
        (reference.nth_weekday(-1, said).ok()?, at + 2)
    } else if tables.dates.next.contains(before) {
        (reference.nth_weekday(1, said).ok()?, at + 1)
    } else if reference.weekday() == said {
        (reference, at + 1)
    } else {
        (reference.nth_weekday(-1, said).ok()?, at + 1)
    };
    Some((relative_day(date), end))
}

fn near_day_of_month(reference: Date, day: i8, said: Weekday) -> Option<Date> {
    [0, -1, 1].into_iter().find_map(|months: i32| {
        let month = reference.first_of_month().saturating_add(months.months());
        let date = Date::new(month.year(), month.month(), day).ok()?;
        (date.weekday() == said).then_some(date)
    })
}

/// The year next to `date`'s in which the day falls on that weekday.
fn fitting_year(date: Date, said: Weekday) -> Option<Date> {
    [-1i16, 1].into_iter().find_map(|step| {
        let candidate = Date::new(date.year() + step, date.month(), date.day()).ok()?;
        (candidate.weekday() == said).then_some(candidate)
    })
}

/// "19 novembre 2025", "1er mars", "November 19, 2025", "19th of November".
fn day_and_month_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    if let Some((day, end)) = day_number(tokens, at, tables) {
        let next = skip_of(tokens, end, tables);
        let month = *tables.dates.months.get(tokens.folded(next).trim_end_matches('.'))?;
        let mut behind = next + 1;
        if tokens.text(behind) == "." && tokens.is_glued(next) && tokens.text(next).len() < 5 {
            behind += 1;
        }
        return day_of(month, day, behind, tokens, calendar);
    }
    let month = month_name(tokens, at, tables)?;
    let (day, end) = day_number(tokens, at + 1, tables)?;
    if tables.language == crate::language::Language::French {
        return None;
    }
    day_of(month, day, end, tokens, calendar)
}

fn day_of(month: i8, day: i8, behind: usize, tokens: &Tokens<'_>, calendar: Calendar<'_>) -> Option<Read> {
    let (year, end) = year_behind(tokens, behind, calendar);
    if let Some(year) = year {
        return Some((Period::day(Date::new(year, month, day).ok()?), end));
    }
    let reference = calendar.reference?;
    let date = nearest_year(reference, |year| Date::new(year, month, day).ok())?;
    Some((
        Period {
            year_known: false,
            relative: true,
            ..Period::day(date)
        },
        end,
    ))
}

/// "novembre 2025", "en février", "in February".
fn month_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    let month = month_name(tokens, at, tables)?;
    let (year, end) = year_behind(tokens, at + 1, calendar);
    if year.is_none() {
        let cued = at > 0
            && (tables.names.place_prepositions.contains(tokens.folded(at - 1))
                || tables.dates.year_cues.before(tokens, at).is_some()
                || tables.pronouns.of.before(tokens, at).is_some()
                || tables.dates.since.before(tokens, at).is_some());
        let shifted =
            tables.dates.last.contains(tokens.folded(at + 1)) || tables.dates.next.contains(tokens.folded(at + 1));
        if !cued && !shifted && !starts_part(tokens, at, tables) {
            return None;
        }
    }
    Some((with_year(month, year, calendar)?, end))
}

fn starts_part(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    [
        &tables.dates.part_start,
        &tables.dates.part_middle,
        &tables.dates.part_end,
    ]
    .into_iter()
    .any(|list| list.before(tokens, at).is_some())
}

fn month_name(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<i8> {
    let month = *tables.dates.months.get(tokens.folded(at))?;
    let spelled_as_month = tokens.is_capitalised(at) == tables.names.capitalised_dates || at == 0;
    spelled_as_month.then_some(month)
}

fn with_year(month: i8, year: Option<i16>, calendar: Calendar<'_>) -> Option<Period> {
    if let Some(year) = year {
        return Period::month(year, month);
    }
    let reference = calendar.reference?;
    let start = nearest_year(reference, |year| Date::new(year, month, 1).ok())?;
    Some(Period {
        year_known: false,
        relative: true,
        ..Period::month(start.year(), month)?
    })
}

/// The candidate nearest to the day of writing; news looks back rather than ahead.
fn nearest_year(reference: Date, candidate: impl Fn(i16) -> Option<Date>) -> Option<Date> {
    let distance = |date: &Date| {
        let days = (*date - reference).get_days();
        if days > 0 { days * 5 / 4 } else { -days }
    };
    [reference.year() - 1, reference.year(), reference.year() + 1]
        .into_iter()
        .filter_map(candidate)
        .min_by_key(distance)
}

/// "T3 2025", "Q3 2025", "troisième trimestre 2025", "first half of the year".
fn quarter_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    let dates = &tables.dates;
    let word = tokens.folded(at);
    let split = word.len().checked_sub(1).filter(|split| word.is_char_boundary(*split));
    if let Some((prefix, rank)) = split.map(|split| word.split_at(split))
        && let Ok(rank) = rank.parse::<i8>()
    {
        let (year, end) = year_behind(tokens, at + 1, calendar);
        let year = year?;
        if dates.quarter_prefixes.contains(prefix) && (1..=4).contains(&rank) {
            return Some((Period::quarter(year, rank)?, end));
        }
        if dates.half_prefixes.contains(prefix) && (1..=2).contains(&rank) {
            return Some((Period::half(year, rank)?, end));
        }
    }
    let (rank, noun) = rank_at(tokens, at, tables)?;
    let name = tokens.folded(noun);
    let is_quarter = dates.quarter_words.contains(name);
    if !is_quarter && !dates.half_words.contains(name) {
        return None;
    }
    let rank = i8::try_from(rank).ok()?;
    let next = skip_of(tokens, noun + 1, tables);
    let (year, end, relative) = match bare_year(tokens, next) {
        Some((period, end)) => (period.start.year(), end, false),
        None => match the_year_at(tokens, next, calendar).or_else(|| the_year_at(tokens, noun + 1, calendar)) {
            Some((period, end)) => (period.start.year(), end, true),
            None => (calendar.reference?.year(), noun + 1, true),
        },
    };
    let period = match (is_quarter, rank) {
        (true, 1..=4) => Period::quarter(year, rank)?,
        (false, 1..=2) => Period::half(year, rank)?,
        _ => return None,
    };
    Some((Period { relative, ..period }, end))
}

fn rank_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(u32, usize)> {
    if let Some(rank) = tables.numbers.ordinals.get(tokens.folded(at)) {
        return Some((*rank, at + 1));
    }
    let digits = tokens.is(at, TokenKind::Digits) && tokens.is_glued(at);
    let suffix = tables.numbers.ordinal_suffixes.contains(tokens.folded(at + 1));
    (digits && suffix).then_some((tokens.text(at).parse().ok()?, at + 2))
}

/// "à l'automne 2025", "l'été dernier", "in the spring of 2024".
fn season_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    let season = *tables.dates.seasons.get(tokens.folded(at))?;
    let next = skip_of(tokens, at + 1, tables);
    if let Some((year, end)) = bare_year(tokens, next) {
        return Some((Period::season(year.start.year(), season)?, end));
    }
    let reference = calendar.reference?;
    tables.dates.season_cues.before(tokens, at)?;
    let behind = tokens.folded(at + 1);
    let (year, end) = if tables.dates.next.contains(behind) {
        (
            reference.year() + i16::from(Period::season(reference.year(), season)?.start <= reference),
            at + 2,
        )
    } else {
        let current = Period::season(reference.year(), season)?;
        let last = tables.dates.last.contains(behind);
        let year = reference.year() - i16::from(current.start > reference || (last && current.end > reference));
        (year, if last { at + 2 } else { at + 1 })
    };
    Some((
        Period {
            relative: true,
            ..Period::season(year, season)?
        },
        end,
    ))
}

/// "les années 1980", "the 1990s", "le XXe siècle" written in digits.
fn century_or_decade_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    if let Some(((), end)) = tables.dates.decade_cues.at(tokens, at)
        && let Some(year) = plain_year(tokens, end)
        && year % 10 == 0
    {
        return Some((Period::decade(year)?, end + 1));
    }
    if let Some(year) = plain_year(tokens, at)
        && tokens.is_glued(at)
        && tokens.text(at + 1) == "s"
        && year % 10 == 0
    {
        return Some((Period::decade(year)?, at + 2));
    }
    let (rank, noun) = rank_at(tokens, at, tables)?;
    let is_century = tables.dates.century_words.contains(tokens.folded(noun)) && (10..=22).contains(&rank);
    if is_century {
        return Some((Period::century(i16::try_from(rank).ok()?)?, noun + 1));
    }
    None
}

/// "hier", "l'an dernier", "la semaine dernière", "il y a trois ans", "two weeks ago".
fn relative_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let tables = calendar.tables;
    let dates = &tables.dates;
    let reference = calendar.reference?;
    if let Some((days, end)) = dates.day_offsets.at(tokens, at) {
        return Some((relative_day(reference.saturating_add(days.days())), end));
    }
    if let Some((years, end)) = dates.year_offsets.at(tokens, at) {
        let year = Period::year(reference.year() + years)?;
        return Some((Period { relative: true, ..year }, end));
    }
    if let Some(((), start)) = dates.ago.at(tokens, at)
        && let Some((period, end)) = ago(tokens, start, calendar)
    {
        return Some((period, end));
    }
    if let Some(written) = number_at(tokens, at, tables)
        && let Some(unit) = tables.durations.units.get(tokens.folded(written.end))
        && let Some(((), end)) = dates.ago.at(tokens, written.end + 1)
    {
        return Some((some_time_ago(written.number, *unit, reference)?, end));
    }
    let step = |word: &str| {
        if dates.last.contains(word) {
            Some(-1)
        } else if dates.next.contains(word) {
            Some(1)
        } else {
            None
        }
    };
    // "last month", "ce mois", "le mois dernier".
    let first = tokens.folded(at);
    let unit = |i: usize| tables.durations.units.get(tokens.folded(i)).copied();
    if let Some(unit) = unit(at + 1) {
        let direction = step(first).or_else(|| dates.this.contains(first).then_some(0));
        if let Some(direction) = direction {
            return Some((shifted(reference, unit, direction)?, at + 2));
        }
    }
    if let Some(unit) = unit(at)
        && let Some(direction) = step(tokens.folded(at + 1))
    {
        return Some((shifted(reference, unit, direction)?, at + 2));
    }
    None
}

fn ago(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let written = number_at(tokens, at, calendar.tables)?;
    let unit = *calendar.tables.durations.units.get(tokens.folded(written.end))?;
    Some((
        some_time_ago(written.number, unit, calendar.reference?)?,
        written.end + 1,
    ))
}

/// As exact as the unit: "three years ago" is a year, "two days ago" is a day.
fn some_time_ago(number: rust_decimal::Decimal, unit: TimeUnit, reference: Date) -> Option<Period> {
    use rust_decimal::prelude::ToPrimitive;
    let days = (number * days_of(unit)).round().to_i32()?;
    let day = reference.checked_sub(days.days()).ok()?;
    let period = match unit {
        TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour | TimeUnit::Day => Period::day(day),
        TimeUnit::Week | TimeUnit::Fortnight => week_of(day),
        TimeUnit::Month | TimeUnit::Quarter => Period::month(day.year(), day.month())?,
        TimeUnit::Year => Period::span(Period::year(day.year())?, Period::year(day.year())?).map(|span| Period {
            grain: Grain::Year,
            ..span
        })?,
        TimeUnit::Decade => Period::decade(day.year())?,
        TimeUnit::Century | TimeUnit::Millennium => return None,
    };
    Some(Period {
        relative: true,
        ..period
    })
}

fn shifted(reference: Date, unit: TimeUnit, direction: i32) -> Option<Period> {
    let period = match unit {
        TimeUnit::Week => week_of(reference.saturating_add((direction * 7).days())),
        TimeUnit::Month => {
            let day = reference.first_of_month().saturating_add(direction.months());
            Period::month(day.year(), day.month())?
        }
        TimeUnit::Quarter => {
            let day = reference.first_of_month().saturating_add((direction * 3).months());
            Period::quarter(day.year(), (day.month() - 1) / 3 + 1)?
        }
        TimeUnit::Year => Period::year(reference.year() + i16::try_from(direction).ok()?)?,
        _ => return None,
    };
    Some(Period {
        relative: true,
        ..period
    })
}

fn week_of(day: Date) -> Period {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    let monday = day.saturating_sub(back.days());
    Period::new(monday, monday.saturating_add(7.days()), Grain::Week)
}

fn relative_day(date: Date) -> Period {
    Period {
        relative: true,
        ..Period::day(date)
    }
}

/// "l'année" with no number: the year of writing.
fn the_year_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<Read> {
    let dates = &calendar.tables.dates;
    let reference = calendar.reference?;
    let (offset, end) = match dates.year_offsets.at(tokens, at) {
        Some((offset, end)) => (*offset, end),
        None => (0, dates.the_year.at(tokens, at).map(|((), end)| end)?),
    };
    if let Some((year, behind)) = bare_year(tokens, end) {
        return Some((year, behind));
    }
    let year = Period::year(reference.year() + offset)?;
    Some((Period { relative: true, ..year }, end))
}

/// The year behind a month or a quarter: "novembre 2025", "November, 2025", "mars dernier".
fn year_behind(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> (Option<i16>, usize) {
    let tables = calendar.tables;
    let comma = usize::from(tokens.text(at) == "," && tables.names.capitalised_dates);
    let of = skip_of(tokens, at + comma, tables);
    for next in [at + comma, of] {
        if let Some(year) = plain_year(tokens, next) {
            return (Some(year), next + 1);
        }
    }
    (None, at)
}

fn bare_year(tokens: &Tokens<'_>, at: usize) -> Option<Read> {
    Some((Period::year(plain_year(tokens, at)?)?, at + 1))
}

/// Four digits between 1000 and 2199 that stand alone.
pub(super) fn plain_year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    if !tokens.is(at, TokenKind::Digits) || tokens.text(at).len() != 4 {
        return None;
    }
    if at > 0 && tokens.is_glued(at - 1) && matches!(tokens.text(at - 1), "." | "," | "$" | "€" | "£" | "#") {
        return None;
    }
    let decimal_behind = tokens.is_glued(at)
        && matches!(tokens.text(at + 1), "," | ".")
        && tokens.is_glued(at + 1)
        && tokens.is(at + 2, TokenKind::Digits);
    let year: i16 = tokens.text(at).parse().ok()?;
    ((1000..2200).contains(&year) && !decimal_behind).then_some(year)
}

fn day_number(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(i8, usize)> {
    let glued_before = at > 0 && tokens.is_glued(at - 1) && !matches!(tokens.text(at - 1), "(" | "\"" | "«" | "'");
    if tokens.is(at, TokenKind::Digits) {
        if glued_before && !tokens.is(at - 1, TokenKind::Word) {
            return None;
        }
        let day: i8 = tokens.text(at).parse().ok().filter(|day| (1..=31).contains(day))?;
        let suffixed = tokens.is_glued(at) && tables.numbers.ordinal_suffixes.contains(tokens.folded(at + 1));
        let glued_word = tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Word) && !suffixed;
        return (!glued_word).then_some((day, at + 1 + usize::from(suffixed)));
    }
    if let Some(rank) = tables.numbers.ordinals.get(tokens.folded(at)) {
        return Some((i8::try_from(*rank).ok().filter(|day| *day <= 31)?, at + 1));
    }
    let written = number_at(tokens, at, tables).filter(|written| written.form == Form::Words)?;
    let day = i8::try_from(written.number.mantissa())
        .ok()
        .filter(|day| (2..=31).contains(day))?;
    (written.number.scale() == 0).then_some((day, written.end))
}

fn skip_of(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> usize {
    match tables.pronouns.of.at(tokens, at) {
        Some(((), end)) => {
            let article = tables.pronouns.articles.contains(tokens.folded(end)) && tokens.folded(end).len() < 4;
            if article && plain_year(tokens, end + 1).is_some() {
                end + 1
            } else {
                end
            }
        }
        None => at,
    }
}
