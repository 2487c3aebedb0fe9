//! Finds every value of a text, each once, the longest reading first.

use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::Value;
use super::amount::Amount;
use super::date::{Calendar, date_at, plain_year};
use super::duration::{Duration, days_of};
use super::money::{Currency, currency_at, sign_or_code_at};
use super::number::{Form, Written, number_at};
use super::period::Period;
use super::quantity::unit_at;
use crate::language::{HedgeWord, Language, Tables, TimeUnit, TokenKind, Tokens};

/// A value and the bytes of the text that state it, its hedge included.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// Where in the text.
    pub range: Range<usize>,
    /// Its tokens.
    pub tokens: Range<usize>,
    /// What it says.
    pub value: Value,
}

/// Reads the values of `tokens`. Dates without a year and relative dates are resolved against
/// `reference`, the day of writing; without one they are not read.
pub fn read(tokens: &Tokens<'_>, language: Language, reference: Option<Date>) -> Vec<Mention> {
    let tables = language.tables();
    let calendar = Calendar { tables, reference };
    let mut mentions = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !may_begin(tokens, at, tables) {
            at += 1;
            continue;
        }
        let amount = amount_at(tokens, at, tables);
        let date = date_at(tokens, at, calendar);
        let read = match (amount, date) {
            (Some((value, end)), Some((_, date_end))) if end > date_end => Some((value, end)),
            (_, Some((period, end))) => Some((Value::Date(period), end)),
            (Some((value, end)), None) => Some((value, end)),
            (None, None) => year_at(tokens, at, calendar),
        };
        match read {
            Some((value, end)) if end > at => {
                mentions.push(Mention {
                    range: tokens.range(at).start..tokens.range(end - 1).end,
                    tokens: at..end,
                    value,
                });
                at = end;
            }
            _ => at += 1,
        }
    }
    mentions
}

/// A cheap look at a token before any grammar is tried.
fn may_begin(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    if tokens.is(at, TokenKind::Digits) {
        return true;
    }
    if tokens.is(at, TokenKind::Sign) {
        return matches!(
            tokens.text(at),
            "$" | "€" | "£" | "¥" | "₹" | "₦" | "₩" | "~" | "≈" | "<" | ">"
        );
    }
    tables.may_begin_value(tokens.folded(at)) || sign_or_code_at(tokens, at).is_some()
}

/// One or two numbers with what surrounds them.
struct Phrase {
    amount: Amount,
    first: Written,
    multiplier: Decimal,
    currency: Option<Currency>,
    end: usize,
}

fn amount_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(Value, usize)> {
    let phrase = phrase_at(tokens, at, tables)?;
    classify(tokens, at, phrase, tables)
}

/// A hedge, a number or a range, and the hedge behind it.
fn phrase_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Phrase> {
    if let Some((middles, start)) = tables.hedges.range_openers.at(tokens, at)
        && let Some(phrase) = range_at(tokens, start, tables, |t, i| middle_end(t, i, middles))
    {
        return Some(phrase);
    }
    let (hedge, start) = match tables.hedges.before.at(tokens, at) {
        Some((hedge, end)) => (Some(*hedge), skip_article(tokens, end, tables)),
        None => match tokens.text(at) {
            "~" | "≈" => (Some(HedgeWord::About), at + 1),
            "<" => (Some(HedgeWord::LessThan), at + 1),
            ">" => (Some(HedgeWord::MoreThan), at + 1),
            _ => (None, at),
        },
    };
    if hedge.is_none()
        && let Some(phrase) = range_at(tokens, start, tables, |t, i| {
            let dash = matches!(t.text(i), "-" | "–") && t.is_glued(i - 1) && t.is_glued(i);
            if dash {
                Some(i + 1)
            } else {
                tables.hedges.range_middles.at(t, i).map(|((), end)| end)
            }
        })
    {
        return Some(phrase);
    }
    // A second hedge word may follow: "un peu plus de", "jusqu'à environ".
    let (hedge, start) = match (hedge, tables.hedges.before.at(tokens, start)) {
        (Some(first), Some((_, end))) => (Some(first), skip_article(tokens, end, tables)),
        (hedge, _) => (hedge, start),
    };
    let (currency, first) = money_number_at(tokens, start, tables)?;
    let amount = |hedge: Option<HedgeWord>| match hedge {
        Some(word) => Amount::hedged(first.number, first.step, word),
        None if first.form == Form::Collective => Amount::hedged(first.number, first.step, HedgeWord::About),
        None => Amount::exact(first.number, first.step),
    };
    Some(Phrase {
        amount: amount(hedge),
        multiplier: first.multiplier,
        currency,
        end: first.end,
        first,
    })
}

fn skip_article(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> usize {
    let article = tables.pronouns.articles.contains(tokens.folded(at));
    let number_word = tables.numbers.words.contains(tokens.folded(at));
    let next_is_number = tokens.is(at + 1, TokenKind::Digits)
        || tables.numbers.words.contains(tokens.folded(at + 1))
        || tables.numbers.fractions.at(tokens, at + 1).is_some();
    if article && !number_word && next_is_number && tables.numbers.fractions.at(tokens, at).is_none() {
        at + 1
    } else {
        at
    }
}

/// A number that may have a currency sign or code before it.
fn money_number_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(Option<Currency>, Written)> {
    if let Some((currency, start)) = sign_or_code_at(tokens, at)
        && let Some(written) = number_at(tokens, start, tables)
    {
        return Some((Some(currency), written));
    }
    Some((None, number_at(tokens, at, tables)?))
}

/// Two numbers with a middle; the multiplier and the currency of one serve both.
fn range_at(
    tokens: &Tokens<'_>,
    at: usize,
    tables: &Tables,
    middle: impl Fn(&Tokens<'_>, usize) -> Option<usize>,
) -> Option<Phrase> {
    let (currency, first) = money_number_at(tokens, at, tables)?;
    let mut end = first.end;
    let mut first_currency = currency;
    if first_currency.is_none()
        && let Some((currency, behind)) = currency_behind(tokens, end, tables)
    {
        first_currency = Some(currency);
        end = behind;
    } else if let Some(((), behind)) = tables.percent.at(tokens, end) {
        end = behind;
    } else if tokens.text(end) == "%" {
        end += 1;
    }
    let start = middle(tokens, end)?;
    let (second_currency, second) = money_number_at(tokens, start, tables)?;
    if matches!(first.form, Form::Article | Form::Fraction) || matches!(second.form, Form::Article | Form::Fraction) {
        return None;
    }
    let shared =
        first.multiplier == Decimal::ONE && second.multiplier != Decimal::ONE && first.number < Decimal::ONE_THOUSAND;
    let low = if shared {
        first.number.checked_mul(second.multiplier)?
    } else {
        first.number
    };
    if low >= second.number
        || (first.form == Form::PlainDigits && plain_year(tokens, at).is_some() && second.multiplier == Decimal::ONE)
    {
        return None;
    }
    Some(Phrase {
        amount: Amount::range(low, second.number, second.step),
        multiplier: second.multiplier,
        currency: first_currency.or(second_currency),
        end: second.end,
        first,
    })
}

fn middle_end(tokens: &Tokens<'_>, at: usize, middles: &[String]) -> Option<usize> {
    middles.iter().find_map(|middle| {
        let words = Tokens::new(middle);
        (0..words.len())
            .all(|i| tokens.folded(at + i) == words.folded(i))
            .then_some(at + words.len())
    })
}

fn currency_behind(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(Currency, usize)> {
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(at)));
    currency_at(tokens, at + skip, tables)
}

/// What the number counts or measures, from the words behind it.
fn classify(tokens: &Tokens<'_>, at: usize, phrase: Phrase, tables: &Tables) -> Option<(Value, usize)> {
    let form = phrase.first.form;
    let end = phrase.end;
    if let Some(currency) = phrase.currency {
        let (amount, end) = hedge_behind(tokens, phrase.amount, end, tables);
        let end = currency_behind(tokens, end, tables).map_or(end, |(_, behind)| behind);
        return Some((Value::Money(amount, currency), end));
    }
    if form == Form::Fraction {
        let amount = phrase.amount.scaled(Decimal::ONE_HUNDRED)?;
        return Some((Value::Percent(amount), end));
    }
    let (amount, unhedged) = hedge_behind(tokens, phrase.amount, end, tables);
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(unhedged)));
    let next = unhedged + skip;
    if let Some((currency, behind)) = currency_at(tokens, next, tables) {
        let (amount, behind) = hedge_behind(tokens, amount, behind, tables);
        return Some((Value::Money(amount, currency), behind));
    }
    if let Some((code, behind)) = tables.minor_currencies.at(tokens, next) {
        let amount = amount.scaled(Decimal::new(1, 2))?;
        return Some((Value::Money(amount, Currency::from_code(code)?), behind));
    }
    let percent = if tokens.text(unhedged) == "%" {
        Some(unhedged + 1)
    } else {
        tables.percent.at(tokens, unhedged).map(|((), behind)| behind)
    };
    if let Some(behind) = percent.filter(|_| form != Form::Article) {
        if let Some(((), points)) = tables.points.at(tokens, behind) {
            return Some((Value::Number(amount), points));
        }
        let (amount, behind) = hedge_behind(tokens, amount, behind, tables);
        return Some((Value::Percent(amount), behind));
    }
    let exact_unit = phrase.multiplier == Decimal::ONE || form == Form::Words;
    if exact_unit && let Some((value, behind)) = duration_at(tokens, at, amount, phrase.first, next, tables) {
        return Some((value, behind));
    }
    if form != Form::Article
        && let Some((unit, behind)) = unit_at(tokens, next)
        && unit_counts(tokens, at, next, form)
    {
        let (amount, behind) = hedge_behind(tokens, amount, behind, tables);
        return Some((Value::Quantity(amount, unit.clone()), behind));
    }
    if form == Form::Article || form == Form::PlainDigits && is_ordinal(tokens, end, tables) {
        let rank = (form == Form::PlainDigits)
            .then(|| tokens.text(end - 1).parse::<u32>().ok())
            .flatten();
        return rank.map(|rank| (Value::Ordinal(rank), end + 1));
    }
    if form == Form::PlainDigits && unfit(tokens, at, end) {
        return None;
    }
    let nouns = nouns_behind(tokens, next, tables);
    if form == Form::PlainDigits && plain_year(tokens, end - 1).is_some() && at + 1 == end {
        let cue = tables.dates.year_cues.before(tokens, at).is_some();
        let weak = at > 0 && tables.pronouns.of.before(tokens, at).is_some();
        if nouns.is_empty() || (cue && !weak) {
            return None;
        }
    }
    if nouns.is_empty() {
        return Some((Value::Number(amount), unhedged));
    }
    Some((Value::Count(amount, nouns), unhedged))
}

/// A hedge behind the number ("500 millions environ"), where none stood before it.
fn hedge_behind(tokens: &Tokens<'_>, amount: Amount, at: usize, tables: &Tables) -> (Amount, usize) {
    match tables.hedges.after.at(tokens, at) {
        Some((word, end)) if amount.hedge == super::Hedge::Exact => {
            (Amount::hedged(amount.nominal, amount.step, *word), end)
        }
        _ => (amount, at),
    }
}

fn duration_at(
    tokens: &Tokens<'_>,
    at: usize,
    amount: Amount,
    first: Written,
    next: usize,
    tables: &Tables,
) -> Option<(Value, usize)> {
    let durations = &tables.durations;
    let dashed = tokens.text(next) == "-" && tokens.is_glued(next) && next > 0 && tokens.is_glued(next - 1);
    let next = if dashed { next + 1 } else { next };
    let word = tokens.folded(next);
    let hyphenated = word.split_once('-').map_or(word, |(unit, _)| unit);
    let mut unit = *durations.units.get(word).or_else(|| durations.units.get(hyphenated))?;
    let mut amount = amount;
    if unit == TimeUnit::Day && durations.fifteen_days_is_two_weeks && amount.nominal == Decimal::from(15) {
        amount = Amount::exact(Decimal::ONE, Decimal::ZERO);
        unit = TimeUnit::Fortnight;
    }
    if unit == TimeUnit::Second && first.form == Form::Words && tokens.text(next).len() < 3 {
        return None;
    }
    let mut number = amount.nominal;
    let mut end = next + 1;
    if let Some(((), behind)) = tables.numbers.and_a_half.at(tokens, end) {
        number += Decimal::new(5, 1);
        amount = Amount {
            nominal: number,
            low: Some(number),
            high: Some(number),
            ..amount
        };
        end = behind;
    }
    let mut days = amount.scaled(days_of(unit))?;
    let mut parts = vec![(number, unit)];
    // "2 ans et 3 mois", "2 years and 3 months".
    let joined = if tables.numbers.joiners.contains(tokens.folded(end)) || tokens.text(end) == "," {
        end + 1
    } else {
        end
    };
    if let Some(more) = number_at(tokens, joined, tables)
        && let Some(smaller) = durations.units.get(tokens.folded(more.end))
        && *smaller < unit
    {
        parts.push((more.number, *smaller));
        let added = more.number.checked_mul(days_of(*smaller))?;
        days.nominal += added;
        days.low = days.low.map(|low| low + added);
        days.high = days.high.map(|high| high + added);
        end = more.end + 1;
    }
    let hedged = hedge_behind(tokens, days, end, tables);
    let days = hedged.0;
    end = hedged.1;
    let duration = Duration { parts, days };
    let age_behind = durations.age_after.at(tokens, end).map(|((), behind)| behind);
    let age_word = word.ends_with("-old");
    let age_before = unit == TimeUnit::Year && at > 0 && durations.age_before.before(tokens, at).is_some();
    if let Some(behind) = age_behind {
        return Some((Value::Age(duration), behind));
    }
    if age_word || age_before {
        return Some((Value::Age(duration), end));
    }
    Some((Value::Duration(duration), end))
}

/// Short unit signs count only where a number in digits stands right before them.
fn unit_counts(tokens: &Tokens<'_>, at: usize, next: usize, form: Form) -> bool {
    let short = tokens.text(next).len() <= 2 && tokens.text(next).is_ascii();
    !short || (matches!(form, Form::PlainDigits | Form::Digits) && next > at)
}

fn is_ordinal(tokens: &Tokens<'_>, end: usize, tables: &Tables) -> bool {
    tokens.is_glued(end - 1) && tables.numbers.ordinal_suffixes.contains(tokens.folded(end))
}

/// Digits that belong to a name, a version, a score or a clock time.
fn unfit(tokens: &Tokens<'_>, at: usize, end: usize) -> bool {
    let glued_word = tokens.is_glued(end - 1) && tokens.is(end, TokenKind::Word);
    let glued_sign =
        tokens.is_glued(end - 1) && matches!(tokens.text(end), ":" | "/" | "-" | "_" | "°") && tokens.is_glued(end);
    let before = at > 0 && tokens.is_glued(at - 1) && matches!(tokens.text(at - 1), "-" | "/" | ":" | "_" | "." | "#");
    glued_word || glued_sign || before
}

/// Up to three words behind a number that may name what it counts, in lower case.
fn nouns_behind(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Vec<String> {
    let mut nouns = Vec::new();
    let mut next = at;
    while nouns.len() < 3 && tokens.is(next, TokenKind::Word) {
        let word = tokens.folded(next);
        let grammatical = tables.function_words.contains(word)
            || tables.pronouns.of.at(tokens, next).is_some()
            || tables.pronouns.relatives.contains(word)
            || tables.pronouns.articles.contains(word)
            || tables.verbs.contains(word)
            || tables.dates.months.contains_key(word);
        if grammatical || word.len() < 3 {
            break;
        }
        nouns.push(tokens.text(next).to_lowercase());
        next += 1;
    }
    nouns
}

/// Four digits that are a year: behind a cue, in parentheses, or where no noun follows.
fn year_at(tokens: &Tokens<'_>, at: usize, calendar: Calendar<'_>) -> Option<(Value, usize)> {
    let year = plain_year(tokens, at)?;
    let glued = |i: usize, signs: &[&str]| tokens.is_glued(i) && signs.contains(&tokens.text(i + 1));
    if glued(at, &["-", "/", "_", ":"]) && tokens.is_glued(at + 1) {
        return season_year(tokens, at, year);
    }
    if tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Word) {
        return None;
    }
    if !(1500..=2100).contains(&year) && calendar.tables.dates.year_cues.before(tokens, at).is_none() {
        return None;
    }
    Some((Value::Date(Period::year(year)?), at + 1))
}

/// "2025-26", "2025/26": a school or sports season, July to June.
fn season_year(tokens: &Tokens<'_>, at: usize, year: i16) -> Option<(Value, usize)> {
    let second: i16 = tokens.text(at + 2).parse().ok()?;
    let next = year + 1;
    if tokens.is_glued(at + 2) && !matches!(tokens.text(at + 3), "." | "," | ")" | ";" | ":") {
        return None;
    }
    if tokens.text(at + 2).len() == 2 && second == next % 100 {
        let from = Period::month(year, 7)?;
        let to = Period::month(next, 6)?;
        return Some((Value::Date(Period::span(from, to)?), at + 3));
    }
    None
}
