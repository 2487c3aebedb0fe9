//! Spans of time and ages.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::Date;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::amount::{Amount, Hedge, Interval};
use super::number::{Form, number_at};
use super::period::Period;
use super::plain;
use super::text::Text;
use super::wording::Wording;
use crate::language::{HedgeWord, TimeUnit, TokenKind, Tokens};

/// A span of time as written, and its length in days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    /// What was written, largest unit first: 2 years, 3 months.
    pub parts: Vec<(Decimal, TimeUnit)>,
    /// The length in days; years and months are mean Gregorian ones (365.2425 days).
    pub days: Amount,
}

impl Duration {
    /// A number of years; none where it is out of range.
    pub fn years(number: Amount) -> Option<Self> {
        Some(Self {
            parts: vec![(number.nominal, TimeUnit::Year)],
            days: number.scaled(days_of(TimeUnit::Year))?,
        })
    }

    /// How long a span from one date to another lasted; of whole years only the years are known.
    pub fn of(span: &Period) -> Option<Self> {
        let year = days_of(TimeUnit::Year);
        let days = Decimal::from((span.end - span.start).get_days());
        let whole = span.start.day_of_year() == 1 && span.end.day_of_year() == 1;
        // From some day of 2009 to some day of 2018.
        let low = if whole { days - year * Decimal::TWO } else { days };
        let high = days.max(low + Decimal::ONE);
        (low > Decimal::ZERO).then(|| Self {
            parts: vec![((days / year).round_dp(1), TimeUnit::Year)],
            days: Amount::range(low, high, Decimal::ZERO),
        })
    }

    /// The smallest unit that was written.
    pub fn unit(&self) -> TimeUnit {
        self.parts.last().map_or(TimeUnit::Day, |(_, unit)| *unit)
    }

    /// The days that the wording allows. A whole number of units is said from a little before
    /// to almost one unit after it.
    pub fn interval(&self) -> Interval {
        let wording = &Wording::get().duration;
        let unit = days_of(self.unit());
        let mut interval = self.days.interval();
        match self.days.hedge {
            Hedge::Exact | Hedge::Range => {
                interval.low = interval.low.map(|low| low - unit * wording.units_below);
                interval.high = interval.high.map(|high| high + unit * wording.units_above);
            }
            Hedge::Word(_) => {}
        }
        interval
    }

    /// From the first to behind the last day on which somebody was born who has that age at some time
    /// of a period.
    pub(super) fn whole_years_before(&self, at: &Period) -> Option<(Date, Date)> {
        let years = |days: Decimal| (days / days_of(TimeUnit::Year)).round().to_i16();
        let youngest = years(self.days.low?)?;
        let oldest = years(self.days.high?)?.checked_add(1)?;
        let start = at.start.checked_sub(oldest.years()).ok()?.tomorrow().ok()?;
        Some((start, at.end.checked_sub(youngest.years()).ok()?))
    }

    /// From the first to behind the last day on which that began which has lasted so long at some time
    /// of a period.
    pub(super) fn days_before(&self, at: &Period) -> Option<(Date, Date)> {
        let interval = self.interval();
        let before = |day: Date, days: Decimal| day.checked_sub(days.round().to_i32()?.days()).ok();
        Some((before(at.start, interval.high?)?, before(at.end, interval.low?)?))
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.unit();
        if self.parts.len() == 1 {
            let shown = Amount {
                nominal: self.days.nominal / days_of(unit),
                low: self.days.low.map(|low| (low / days_of(unit)).round_dp(2)),
                high: self.days.high.map(|high| (high / days_of(unit)).round_dp(2)),
                ..self.days
            };
            let shown = Amount {
                nominal: shown.nominal.round_dp(2),
                ..shown
            };
            return write!(f, "{shown} {}", named(shown.nominal, unit));
        }
        let parts: Vec<String> = self
            .parts
            .iter()
            .map(|(number, unit)| format!("{} {}", plain(*number), named(*number, *unit)))
            .collect();
        f.write_str(&parts.join(" "))
    }
}

/// One year, two years.
fn named(number: Decimal, unit: TimeUnit) -> String {
    if number == Decimal::ONE {
        unit.as_str().to_owned()
    } else {
        unit.plural()
    }
}

/// The span of time that begins at token `at`, without what hedges it: "deux ans et demi",
/// "1 year, 2 months", "une demi-heure", "a few days".
pub(super) fn span_at(text: &Text<'_>, at: usize) -> Option<(Duration, usize)> {
    let (first, mut end) = part_at(text, at)?;
    let vague = first.vague;
    let mut parts = vec![(first.number, first.unit)];
    while let Some((number, unit, behind)) = next_part(text, end, &parts) {
        parts.push((number, unit));
        end = behind;
    }
    if let Some((minutes, behind)) = bare_minutes(text, end, &parts) {
        parts.push((minutes, TimeUnit::Minute));
        end = behind;
    }
    parts.sort_by_key(|(_, unit)| std::cmp::Reverse(*unit));
    let mut days = Decimal::ZERO;
    for (number, unit) in &parts {
        days = days.checked_add(number.checked_mul(days_of(*unit))?)?;
    }
    let days = if vague {
        Amount::hedged(days, Decimal::ZERO, HedgeWord::About)
    } else {
        Amount::exact(days, Decimal::ZERO)
    };
    Some((Duration { parts, days }, end))
}

/// "une heure trente", "1 hour and fifteen": minutes behind hours need no name.
fn bare_minutes(text: &Text<'_>, at: usize, parts: &[(Decimal, TimeUnit)]) -> Option<(Decimal, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let [(_, TimeUnit::Hour)] = parts else { return None };
    let joined = usize::from(tables.numbers.joiners.contains(tokens.folded(at)));
    let written = number_at(text, at + joined).filter(|written| written.form == Form::Words)?;
    let counts = tokens.is(written.end, TokenKind::Word) && !tables.function_words.contains(tokens.folded(written.end));
    let fits = !counts && written.number >= Decimal::ONE && written.number < Decimal::from(60);
    fits.then_some((written.number, written.end))
}

/// A number of one unit.
struct Part {
    number: Decimal,
    unit: TimeUnit,
    /// Whether the number is a word for a few.
    vague: bool,
}

fn part_at(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let durations = &tables.durations;
    let shared = durations
        .shares
        .at(tokens, at)
        .is_some_and(|(_, end)| durations.units.contains_key(tokens.folded(end)));
    if !shared && let Some(hyphenated) = hyphenated_at(text, at) {
        return Some(hyphenated);
    }
    let (number, next, vague) = count_at(text, at)?;
    let dash = tokens.text(next) == "-" && next > 0 && (tokens.is_glued(next) || !tokens.is_glued(next - 1));
    let place = next + usize::from(dash);
    let word = tokens.folded(place);
    // "12-year-old": what follows the unit says whether it is an age.
    let plain = word.split_once('-').map_or(word, |(unit, _)| unit);
    let mut unit = *durations.units.get(word).or_else(|| durations.units.get(plain))?;
    // "M", "h" and the like are units only beside digits, and "second" is a rank.
    let name = tokens.text(place);
    let letter =
        name.len() == 1 && !tokens.is_glued(place.saturating_sub(1)) && !tokens.is(place - 1, TokenKind::Digits);
    if letter {
        return None;
    }
    // "18 h 30", "à 18 h": a time of the day.
    let behind_preposition = at > 0 && tables.names.place_prepositions.contains(tokens.folded(at - 1));
    let clock = name.len() == 1 && tables.numbers.clock.contains(word);
    if clock && (behind_preposition || tokens.is(place + 1, TokenKind::Digits)) {
        return None;
    }
    let mut number = number;
    if unit == TimeUnit::Day && durations.fifteen_days_is_two_weeks && number == Decimal::from(15) {
        (number, unit) = (Decimal::ONE, TimeUnit::Fortnight);
    }
    let mut end = place + 1;
    if let Some(((), behind)) = tables.numbers.and_a_half.at(tokens, end) {
        number += Decimal::new(5, 1);
        end = behind;
    } else if let Some((share, behind)) = and_a_share(text, end) {
        number += share;
        end = behind;
    }
    Some((Part { number, unit, vague }, end))
}

/// "une demi-heure", "a half-hour", "five-year": number and unit in one word.
fn hyphenated_at(text: &Text<'_>, at: usize) -> Option<(Part, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let article = is_indefinite(text, at);
    let places = [at, at + 1];
    places[..1 + usize::from(article)].iter().find_map(|place| {
        let (first, rest) = tokens.folded(*place).split_once('-')?;
        let unit = *tables.durations.units.get(rest.split('-').next()?)?;
        let share = tables
            .durations
            .shares
            .at(&Tokens::new(first), 0)
            .map(|(share, _)| *share);
        let whole = || tables.durations.whole.contains(first).then_some(Decimal::ONE);
        let number = || tables.number_words.digits(first)?.parse::<Decimal>().ok();
        let number = share.or_else(whole).or_else(number)?;
        Some((
            Part {
                number,
                unit,
                vague: false,
            },
            place + 1,
        ))
    })
}

/// "and a quarter", "et quart" behind a unit.
fn and_a_share(text: &Text<'_>, at: usize) -> Option<(Decimal, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let joined = tables.numbers.joiners.contains(tokens.folded(at));
    let written = joined.then(|| number_at(text, at + 1)).flatten()?;
    let bare = written.form == Form::Fraction && !tables.durations.units.contains_key(tokens.folded(written.end));
    (bare && written.number < Decimal::ONE).then_some((written.number, written.end))
}

/// How many units: a number, an article, a word for a few, a part of one.
fn count_at(text: &Text<'_>, at: usize) -> Option<(Decimal, usize, bool)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let durations = &tables.durations;
    let is_unit = |i: usize| durations.units.contains_key(tokens.folded(i));
    if let Some((share, end)) = durations.shares.at(tokens, at)
        && is_unit(end)
    {
        return Some((*share, end, false));
    }
    if let Some((few, end)) = durations.vague.at(tokens, at)
        && is_unit(end)
    {
        return Some((*few, end, true));
    }
    if let Some(((), end)) = durations.whole.at(tokens, at)
        && is_unit(end)
    {
        return Some((Decimal::ONE, end, false));
    }
    if let Some(written) = number_at(text, at).filter(|written| written.number.is_sign_positive()) {
        let connected = tables.numbers.connectors.contains(tokens.folded(written.end));
        let mut end = written.end;
        let mut number = written.number;
        if let Some(((), behind)) = tables.numbers.and_a_half.at(tokens, end)
            && is_unit(behind)
        {
            number += Decimal::new(5, 1);
            end = behind;
        }
        let share = written.form == Form::Fraction || written.number.scale() > 0 && written.form == Form::Words;
        let fraction = share || written.form == Form::Collective || written.multiplier > Decimal::ONE;
        let article = usize::from(share && tables.pronouns.articles.contains(tokens.folded(end + 1)));
        if connected && fraction {
            end += 1 + article;
        }
        return Some((number, end, written.form == Form::Collective));
    }
    (is_indefinite(text, at) && is_unit(at + 1)).then_some((Decimal::ONE, at + 1, false))
}

/// "un", "a": an article that counts one.
fn is_indefinite(text: &Text<'_>, at: usize) -> bool {
    text.tables.numbers.ones.contains(text.tokens.folded(at))
}

/// Another number of another unit: "et 3 mois", ", 2 months".
fn next_part(text: &Text<'_>, at: usize, parts: &[(Decimal, TimeUnit)]) -> Option<(Decimal, TimeUnit, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let comma = tokens.text(at) == ",";
    let mut start = at + usize::from(comma);
    let joined = tables.numbers.joiners.contains(tokens.folded(start));
    start += usize::from(joined);
    let (part, end) = part_at(text, start)?;
    let known = parts.iter().any(|(_, unit)| *unit == part.unit);
    let smaller = parts.last().is_some_and(|(_, unit)| part.unit < *unit);
    (!known && !part.vague && (smaller || !comma)).then_some((part.number, part.unit, end))
}

/// Days in one unit.
pub(super) fn days_of(unit: TimeUnit) -> Decimal {
    let year = Decimal::new(3_652_425, 4);
    match unit {
        TimeUnit::Second => Decimal::ONE / Decimal::from(86_400),
        TimeUnit::Minute => Decimal::ONE / Decimal::from(1_440),
        TimeUnit::Hour => Decimal::ONE / Decimal::from(24),
        TimeUnit::Day => Decimal::ONE,
        TimeUnit::Week => Decimal::from(7),
        TimeUnit::Fortnight => Decimal::from(14),
        TimeUnit::Month => year / Decimal::from(12),
        TimeUnit::Quarter => year / Decimal::from(4),
        TimeUnit::Year => year,
        TimeUnit::Decade => year * Decimal::TEN,
        TimeUnit::Century => year * Decimal::ONE_HUNDRED,
        TimeUnit::Millennium => year * Decimal::ONE_THOUSAND,
    }
}
