//! Finds every value of a text, each once, the longest reading first.

use std::ops::Range;

use jiff::civil::Date;
use rust_decimal::Decimal;

use super::amount::Amount;
use super::date::{date_at, opened, plain_year, season_year};
use super::duration::{Duration, days_of, span_at};
use super::money::{Currency, currency_at, joined_code, sign_or_code_at};
use super::number::{Form, Written, number_at};
use super::period::Period;
use super::quantity::unit_at;
use super::text::Text;
use super::{Value, code};
use crate::language::{HedgeWord, Language, TimeUnit, TokenKind, Tokens, WordClass};

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
    let text = &Text::new(tokens, tables, reference);
    let mut mentions: Vec<Mention> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let class = text.class(at);
        if !class.intersects(WordClass::AMOUNT | WordClass::DATE) || code::continues(tokens, at) {
            at += 1;
            continue;
        }
        if let Some(end) = code::end_of(tokens, at) {
            at = end;
            continue;
        }
        let behind_value = mentions.last().is_some_and(|last| last.tokens.end == at);
        let amount = if class.intersects(WordClass::AMOUNT) {
            amount_at(text, at)
        } else {
            None
        };
        // "5 M$ a year", "3 % par an" tell a rate, not a year's length.
        let amount = amount.filter(|(value, _)| !(behind_value && is_article_unit(text, at, value)));
        // What is paid, shared or measured is no date.
        let settled = matches!(
            amount,
            Some((Value::Money(..) | Value::Percent(_) | Value::Quantity(..), _))
        );
        let date = if !settled && class.intersects(WordClass::DATE) {
            date_at(text, at)
        } else {
            None
        };
        // "about 3 days ago", "around 2019": what a hedge stands before may be a date.
        if date.is_none()
            && let (Some(_), start) = hedge_at(text, at)
            && text.may_begin(start, WordClass::DATE)
            && let Some((Some(period), end)) = date_at(text, start)
            && amount.as_ref().is_none_or(|(_, amount_end)| *amount_end <= end)
        {
            mentions.push(mention(tokens, start..end, Value::Date(period)));
            at = end;
            continue;
        }
        // A date that no calendar has is not read in pieces.
        if let Some((None, end)) = date {
            at = end;
            continue;
        }
        let date = date.and_then(|(period, end)| Some((period?, end)));
        let read = match (amount, date) {
            (Some((value, end)), Some((_, date_end))) if end > date_end => Some((value, end)),
            (_, Some((period, end))) => Some((Value::Date(period), end)),
            (Some((value, end)), None) => Some((value, end)),
            (None, None) => year_at(text, at).map(|(period, end)| (Value::Date(period), end)),
        };
        match read {
            Some((value, end)) if end > at => {
                mentions.push(mention(tokens, at..end, value));
                at = end;
            }
            _ => at += 1,
        }
    }
    mentions
}

fn mention(tokens: &Tokens<'_>, range: Range<usize>, value: Value) -> Mention {
    Mention {
        range: tokens.range(range.start).start..tokens.range(range.end - 1).end,
        tokens: range,
        value,
    }
}

fn is_article_unit(text: &Text<'_>, at: usize, value: &Value) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    matches!(value, Value::Duration(_)) && tables.pronouns.articles.contains(tokens.folded(at))
}

/// One or two numbers with what surrounds them.
struct Phrase {
    amount: Amount,
    first: Written,
    currency: Option<Currency>,
    end: usize,
}

fn amount_at(text: &Text<'_>, at: usize) -> Option<(Value, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if text.may_begin(at, WordClass::OPENER)
        && let Some((middles, start)) = tables.hedges.range_openers.at(tokens, at)
        && text.may_begin(start, WordClass::BARE)
        && let Some(phrase) = range_at(text, start, |i| middle_end(tokens, i, middles))
    {
        return classify(text, at, phrase);
    }
    let (hedge, start) = hedge_at(text, at);
    if !text.may_begin(start, WordClass::BARE) {
        return None;
    }
    if hedge.is_none()
        && let Some(phrase) = range_at(text, start, |i| plain_middle(text, i))
    {
        return classify(text, at, phrase);
    }
    let number = written_at(text, hedge, start);
    if let Some((duration, end)) = span_at(text, start)
        && number.as_ref().is_none_or(|number| number.end < end)
    {
        return Some(timed(text, at, duration, hedge, end));
    }
    let phrase = number.or_else(|| hedged_half(text, hedge?, start))?;
    classify(text, at, both_bounds(text, &phrase).unwrap_or(phrase))
}

/// The hedge before a number, and where the number begins.
fn hedge_at(text: &Text<'_>, at: usize) -> (Option<HedgeWord>, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
    if !text.may_begin(at, WordClass::HEDGE) {
        return (None, at);
    }
    let or_equal = tokens.text(at + 1) == "=";
    let signed = match tokens.text(at) {
        "~" | "≈" => Some((HedgeWord::About, at + 1)),
        "<" if or_equal => Some((HedgeWord::AtMost, at + 2)),
        ">" if or_equal => Some((HedgeWord::AtLeast, at + 2)),
        "≤" => Some((HedgeWord::AtMost, at + 1)),
        "≥" => Some((HedgeWord::AtLeast, at + 1)),
        "<" => Some((HedgeWord::LessThan, at + 1)),
        ">" => Some((HedgeWord::MoreThan, at + 1)),
        _ => None,
    };
    let worded = || {
        let (hedge, end) = tables.hedges.before.at(tokens, at)?;
        let start = skip_article(text, end);
        // A second hedge word may follow: "un peu plus de", "jusqu'à environ".
        let second = tables.hedges.before.at(tokens, start);
        Some((*hedge, second.map_or(start, |(_, end)| skip_article(text, end))))
    };
    match signed.or_else(worded) {
        Some((hedge, start)) => (Some(hedge), start),
        None => (None, at),
    }
}

fn written_at(text: &Text<'_>, hedge: Option<HedgeWord>, start: usize) -> Option<Phrase> {
    let (currency, first) = money_number_at(text, start)?;
    let amount = match hedge {
        Some(word) => Amount::hedged(first.number, first.step, word),
        None if first.form == Form::Collective => Amount::hedged(first.number, first.step, HedgeWord::About),
        None => Amount::exact(first.number, first.step),
    };
    Some(Phrase {
        amount,
        currency,
        end: first.end,
        first,
    })
}

/// "more than half": with a hedge the word needs nothing else.
fn hedged_half(text: &Text<'_>, hedge: HedgeWord, start: usize) -> Option<Phrase> {
    let (tokens, tables) = (text.tokens, text.tables);
    let half = tables.numbers.halves.contains(tokens.folded(start));
    let number = Decimal::new(5, 1);
    half.then(|| Phrase {
        amount: Amount::hedged(number, Decimal::new(1, 2), hedge),
        currency: None,
        end: start + 1,
        first: Written {
            number,
            step: Decimal::new(1, 2),
            multiplier: Decimal::ONE,
            end: start + 1,
            form: Form::Fraction,
        },
    })
}

/// "more than 10 and less than 20": two bounds of one number.
fn both_bounds(text: &Text<'_>, first: &Phrase) -> Option<Phrase> {
    let (tokens, tables) = (text.tokens, text.tables);
    let joined = tables.numbers.joiners.contains(tokens.folded(first.end))
        || tables.hedges.joiners.contains(tokens.folded(first.end));
    if !joined || first.amount.low.is_some() == first.amount.high.is_some() {
        return None;
    }
    let (hedge, start) = hedge_at(text, first.end + 1);
    let second = written_at(text, Some(hedge?), start)?;
    let (low, high) = match (
        first.amount.low,
        first.amount.high,
        second.amount.low,
        second.amount.high,
    ) {
        (Some(low), None, None, Some(high)) | (None, Some(high), Some(low), None) => (low, high),
        _ => return None,
    };
    (low < high).then(|| Phrase {
        amount: Amount::range(low, high, second.amount.step),
        ..second
    })
}

fn skip_article(text: &Text<'_>, at: usize) -> usize {
    let (tokens, tables) = (text.tokens, text.tables);
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
fn money_number_at(text: &Text<'_>, at: usize) -> Option<(Option<Currency>, Written)> {
    let tokens = text.tokens;
    for (currency, start) in [sign_or_code_at(tokens, at), leading_name(text, at)]
        .into_iter()
        .flatten()
    {
        if let Some(written) = number_at(text, start) {
            return Some((Some(currency), written));
        }
    }
    Some((None, number_at(text, at)?))
}

/// A currency's name before digits: "RM 42", "ringgit 42".
fn leading_name(text: &Text<'_>, at: usize) -> Option<(Currency, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if !tokens.is(at, TokenKind::Word) {
        return None;
    }
    let (code, end) = tables.leading_currencies.at(tokens, at)?;
    let dotted = usize::from(tokens.text(end) == "." && tokens.is_glued(end - 1));
    let digits = end + dotted;
    tokens
        .is(digits, TokenKind::Digits)
        .then(|| Some((Currency::from_code(code)?, digits)))
        .flatten()
}

/// A dash or a word between two numbers that no opener announces.
fn plain_middle(text: &Text<'_>, at: usize) -> Option<usize> {
    let (tokens, tables) = (text.tokens, text.tables);
    let dash = matches!(tokens.text(at), "-" | "–") && tokens.is_glued(at - 1) == tokens.is_glued(at);
    if dash {
        Some(at + 1)
    } else {
        tables.hedges.range_middles.at(tokens, at).map(|((), end)| end)
    }
}

/// Two numbers with a middle; the multiplier and the currency of one serve both.
fn range_at(text: &Text<'_>, at: usize, middle: impl Fn(usize) -> Option<usize>) -> Option<Phrase> {
    let tokens = text.tokens;
    let (currency, first) = money_number_at(text, at)?;
    let mut end = first.end;
    let mut first_currency = currency;
    let mut first_percent = false;
    if first_currency.is_none()
        && let Some((currency, behind)) = currency_behind(text, end)
    {
        first_currency = Some(currency);
        end = behind;
    } else if let Some(behind) = percent_end(text, end) {
        end = behind;
        first_percent = true;
    }
    let start = middle(end)?;
    let (second_currency, second) = money_number_at(text, start)?;
    if matches!(first.form, Form::Article | Form::Fraction) || matches!(second.form, Form::Article | Form::Fraction) {
        return None;
    }
    // "rose 15 % to $415.9 million" is no range.
    if first_percent && percent_end(text, second.end).is_none() {
        return None;
    }
    let shared =
        first.multiplier == Decimal::ONE && second.multiplier != Decimal::ONE && first.number < Decimal::ONE_THOUSAND;
    let low = if shared {
        first.number.checked_mul(second.multiplier)?
    } else {
        first.number
    };
    // "in 2024 to £97 million": the year belongs to what stands before it.
    let is_year = first.form == Form::PlainDigits
        && plain_year(tokens, at).is_some()
        && text.tables.dates.year_cues.before(tokens, at).is_some();
    // "passe de 210 à 340": from one number to the other.
    if is_year || text.tables.modality.change.before(tokens, at).is_some() {
        return None;
    }
    let years = plain_year(tokens, at).is_some() && plain_year(tokens, start).is_some() && second.end == start + 1;
    if low >= second.number || (first.form == Form::PlainDigits && years) {
        return None;
    }
    Some(Phrase {
        amount: Amount::range(low, second.number, second.step),
        currency: first_currency.or(second_currency),
        end: second.end,
        first,
    })
}

fn percent_end(text: &Text<'_>, at: usize) -> Option<usize> {
    let (tokens, tables) = (text.tokens, text.tables);
    if tokens.text(at) == "%" {
        return Some(at + 1);
    }
    tables.percent.at(tokens, at).map(|((), behind)| behind)
}

fn middle_end(tokens: &Tokens<'_>, at: usize, middles: &[String]) -> Option<usize> {
    middles.iter().find_map(|middle| {
        let words = Tokens::new(middle);
        (0..words.len())
            .all(|i| tokens.folded(at + i) == words.folded(i))
            .then_some(at + words.len())
    })
}

fn currency_behind(text: &Text<'_>, at: usize) -> Option<(Currency, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(at)));
    currency_at(tokens, at + skip, tables)
}

/// What the number counts or measures, from the words behind it.
fn classify(text: &Text<'_>, at: usize, phrase: Phrase) -> Option<(Value, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let form = phrase.first.form;
    let end = phrase.end;
    if let Some(currency) = phrase.currency {
        let (amount, end) = hedge_behind(text, phrase.amount, end);
        let end = currency_behind(text, end).map_or(end, |(_, behind)| behind);
        return Some((Value::Money(amount, currency), end));
    }
    let (amount, unhedged) = hedge_behind(text, phrase.amount, end);
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(unhedged)));
    let next = unhedged + skip;
    if let Some((currency, behind)) = currency_at(tokens, next, tables) {
        let (amount, behind) = with_late_multiplier(text, amount, behind);
        let (amount, behind) = with_minor(text, amount, behind);
        let (amount, behind) = hedge_behind(text, amount, behind);
        return Some((Value::Money(amount, currency), behind));
    }
    if let Some(((), points)) = tables.points.at(tokens, unhedged) {
        return Some((Value::Number(amount), points));
    }
    if let Some(behind) = percent_end(text, unhedged).filter(|_| !matches!(form, Form::Article | Form::Fraction)) {
        if let Some(((), points)) = tables.points.at(tokens, behind) {
            return Some((Value::Number(amount), points));
        }
        let (amount, behind) = hedge_behind(text, amount, behind);
        return Some((Value::Percent(amount), behind));
    }
    if let Some((code, behind)) = tables.minor_currencies.at(tokens, next) {
        let amount = amount.scaled(Decimal::new(1, 2))?;
        return Some((Value::Money(amount, Currency::from_code(code)?), behind));
    }
    if let Some((factor, currency)) = joined_code(tokens, next) {
        return Some((Value::Money(amount.scaled(factor)?, currency), next + 1));
    }
    if form == Form::Fraction {
        return Some((Value::Fraction(amount), end));
    }
    if let Some((value, behind)) = ranged_time(text, at, amount, next) {
        return Some((value, behind));
    }
    if form != Form::Article
        && let Some((unit, behind)) = unit_at(tokens, next)
        && unit_counts(tokens, at, next, form)
    {
        let (amount, behind) = hedge_behind(text, amount, behind);
        return Some((Value::Quantity(amount, unit.clone()), behind));
    }
    if form == Form::Article || form == Form::PlainDigits && is_ordinal(text, end) {
        let rank = (form == Form::PlainDigits)
            .then(|| tokens.text(end - 1).parse::<u32>().ok())
            .flatten();
        return rank.map(|rank| (Value::Ordinal(rank), end + 1));
    }
    let clock = tables.numbers.clock.at(tokens, end).is_some();
    if clock || form == Form::PlainDigits && code::is_part_of(tokens, at, end) {
        return None;
    }
    let nouns = nouns_behind(text, next);
    if form == Form::PlainDigits && plain_year(tokens, end - 1).is_some() {
        let at = end - 1;
        let cue = tables.dates.year_cues.before(tokens, at).is_some();
        let weak = at > 0 && tables.pronouns.of.before(tokens, at).is_some();
        // "le chiffre d'affaires 2023 de Marivel" counts no Marivels.
        if nouns.is_empty() || (cue && !weak) || next > unhedged {
            return None;
        }
    }
    if nouns.is_empty() {
        let ambiguous = form == Form::Words && end == at + 1 && tables.numbers.ambiguous.contains(tokens.folded(at));
        if let Some(years) = bare_age(text, at, &amount, end) {
            return Some((Value::Age(years), unhedged));
        }
        return (!ambiguous).then_some((Value::Number(amount), unhedged));
    }
    // "300 personnes au maximum", "400 diners or so": the hedge behind what is counted.
    let hedged = (1..=nouns.len())
        .map(|i| hedge_behind(text, amount, next + i))
        .find(|(hedged, _)| *hedged != amount);
    let amount = hedged.map_or(amount, |(hedged, _)| hedged);
    Some((Value::Count(amount, nouns), unhedged))
}

/// "75 USD million": the multiplier behind the currency.
fn with_late_multiplier(text: &Text<'_>, amount: Amount, at: usize) -> (Amount, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
    let glued = at > 0 && tokens.is_glued(at - 1);
    let short = || {
        tables
            .numbers
            .abbreviated_multipliers
            .get(tokens.text(at))
            .filter(|_| glued)
    };
    let factor = tables.numbers.multipliers.get(tokens.folded(at)).or_else(short);
    match factor.and_then(|factor| amount.scaled(*factor)) {
        Some(scaled) if amount.nominal < Decimal::ONE_THOUSAND => (scaled, at + 1),
        _ => (amount, at),
    }
}

/// "aged 83,": a number that a word before it makes an age.
fn bare_age(text: &Text<'_>, at: usize, amount: &Amount, end: usize) -> Option<Duration> {
    let (tokens, tables) = (text.tokens, text.tables);
    let closed = end == tokens.len() || matches!(tokens.text(end), "," | "." | ";" | ")" | "(");
    let worded = at > 0
        && tables.durations.age_before.before(tokens, at).is_some()
        && !tables.names.place_prepositions.contains(tokens.folded(at - 1))
        && !tables.pronouns.possessives.contains(tokens.folded(at - 1));
    let fits = closed && worded && amount.nominal < Decimal::from(120) && amount.nominal > Decimal::ZERO;
    fits.then(|| Duration::years(*amount)).flatten()
}

/// "20 dollars 43 cents", "12 euros 50": hundredths behind a whole amount.
fn with_minor(text: &Text<'_>, amount: Amount, at: usize) -> (Amount, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
    let joined = usize::from(tables.numbers.joiners.contains(tokens.folded(at)));
    let unchanged = (amount, at);
    let exact =
        amount.hedge == super::Hedge::Exact && amount.nominal.scale() == 0 && amount.nominal < Decimal::ONE_THOUSAND;
    let Some(part) = number_at(text, at + joined).filter(|_| exact) else {
        return unchanged;
    };
    if part.number >= Decimal::ONE_HUNDRED
        || part.number.scale() > 0
        || part.form == Form::Article
        || part.number.is_sign_negative()
    {
        return unchanged;
    }
    let named = tables.minor_currencies.at(tokens, part.end).map(|(_, end)| end);
    // Without the name of the hundredths there must be two figures and nothing that they count.
    let bare = joined == 0
        && part.number >= Decimal::TEN
        && !tokens.is(part.end, TokenKind::Word)
        && !tokens.is_glued(part.end - 1)
        && percent_end(text, part.end).is_none();
    let ends =
        bare || (part.number >= Decimal::TEN && joined == 0 && matches!(tokens.text(part.end), "." | "," | ";" | ""));
    match (named, amount.nominal.checked_add(part.number / Decimal::ONE_HUNDRED)) {
        (Some(end), Some(sum)) => (Amount::exact(sum, Decimal::new(1, 2)), end),
        (None, Some(sum)) if ends && !matches!(tokens.text(part.end), "-" | "–" | "/" | "$" | "€") => {
            (Amount::exact(sum, Decimal::new(1, 2)), part.end)
        }
        _ => unchanged,
    }
}

/// A hedge behind the number ("500 millions environ"), where none stood before it.
fn hedge_behind(text: &Text<'_>, amount: Amount, at: usize) -> (Amount, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
    match tables.hedges.after.at(tokens, at) {
        Some((word, end)) if amount.hedge == super::Hedge::Exact => {
            (Amount::hedged(amount.nominal, amount.step, *word), end)
        }
        _ => (amount, at),
    }
}

/// A span of time with its hedge, and whether it is an age.
fn timed(text: &Text<'_>, at: usize, duration: Duration, hedge: Option<HedgeWord>, end: usize) -> (Value, usize) {
    let days = match hedge {
        Some(word) => Amount::hedged(duration.days.nominal, duration.days.step, word),
        None => duration.days,
    };
    let (days, end) = hedge_behind(text, days, end);
    aged(text, at, Duration { days, ..duration }, end)
}

fn aged(text: &Text<'_>, at: usize, duration: Duration, end: usize) -> (Value, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
    let words = &tables.durations;
    if let Some(((), behind)) = words.age_after.at(tokens, end) {
        return (Value::Age(duration), behind);
    }
    let in_word = tokens
        .folded(end - 1)
        .rsplit('-')
        .next()
        .is_some_and(|last| words.age_after.contains(last));
    let years = duration.parts.first().is_some_and(|(_, unit)| *unit == TimeUnit::Year);
    // "âgé de huit mois" says it in any unit, "à 8 mois" does not.
    let worded = words
        .age_before
        .before(tokens, at)
        .is_some_and(|(_, start)| years || at - start > 1);
    if in_word || worded {
        return (Value::Age(duration), end);
    }
    (Value::Duration(duration), end)
}

/// A range of units of time, or a number with a word that makes it years of age.
fn ranged_time(text: &Text<'_>, at: usize, amount: Amount, next: usize) -> Option<(Value, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if let Some(((), end)) = tables.durations.age_signs.at(tokens, next) {
        return Some((Value::Age(Duration::years(amount)?), end));
    }
    let dashed = tokens.text(next) == "-" && tokens.is_glued(next) && next > 0 && tokens.is_glued(next - 1);
    let place = next + usize::from(dashed);
    let word = tokens.folded(place);
    let plain = word.split_once('-').map_or(word, |(unit, _)| unit);
    let unit = *tables
        .durations
        .units
        .get(word)
        .or_else(|| tables.durations.units.get(plain))?;
    if amount.hedge != super::Hedge::Range || tokens.text(place).len() < 2 {
        return None;
    }
    let duration = Duration {
        parts: vec![(amount.nominal, unit)],
        days: amount.scaled(days_of(unit))?,
    };
    Some(aged(text, at, duration, place + 1))
}

/// Short unit signs count only where a number in digits stands right before them.
fn unit_counts(tokens: &Tokens<'_>, at: usize, next: usize, form: Form) -> bool {
    let short = tokens.text(next).len() <= 2 && tokens.text(next).is_ascii();
    !short || (matches!(form, Form::PlainDigits | Form::Digits) && next > at)
}

fn is_ordinal(text: &Text<'_>, end: usize) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    tokens.is_glued(end - 1) && tables.numbers.ordinal_suffixes.contains(tokens.folded(end))
}

/// Up to three words behind a number that may name what it counts, in lower case.
fn nouns_behind(text: &Text<'_>, at: usize) -> Vec<String> {
    let (tokens, tables) = (text.tokens, text.tables);
    let mut nouns = Vec::new();
    let mut next = at;
    while nouns.len() < 3 && tokens.is(next, TokenKind::Word) {
        let word = tokens.folded(next);
        let grammatical = tables.function_words.contains(word)
            || tables.prepositions.contains(word)
            || tables.pronouns.of.at(tokens, next).is_some()
            || tables.pronouns.relatives.contains(word)
            || tables.pronouns.articles.contains(word)
            || tables.verbs.contains(word) && !(nouns.is_empty() && is_plural_noun(text, next))
            || tables.dates.months.contains_key(word);
        if grammatical || word.len() < 3 {
            break;
        }
        nouns.push(tokens.text(next).to_lowercase());
        next += 1;
    }
    nouns
}

/// "240 posts in the city": a plural that is as often a verb, before what can only follow a noun.
fn is_plural_noun(text: &Text<'_>, at: usize) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    let behind = at + 1;
    tokens.folded(at).ends_with('s')
        && (!tokens.is(behind, TokenKind::Word)
            || tables.prepositions.contains(tokens.folded(behind))
            || tables.names.place_prepositions.contains(tokens.folded(behind))
            || tables.pronouns.of.at(tokens, behind).is_some())
}

/// Four digits that are a year: behind a cue, in parentheses, or where no noun follows.
fn year_at(text: &Text<'_>, at: usize) -> Option<(Period, usize)> {
    let tokens = text.tokens;
    let year = plain_year(tokens, at)?;
    let glued = |i: usize, signs: &[&str]| tokens.is_glued(i) && signs.contains(&tokens.text(i + 1));
    if glued(at, &["-", "/", "_", ":"]) && tokens.is_glued(at + 1) {
        return short_season(tokens, at, year);
    }
    if tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Word) {
        return None;
    }
    if !(1500..=2100).contains(&year) && text.tables.dates.year_cues.before(tokens, at).is_none() {
        return None;
    }
    Some(opened(text, at, Period::year(year)?, at + 1))
}

/// "2025-26", "2025/26": a school or sports season, July to June.
fn short_season(tokens: &Tokens<'_>, at: usize, year: i16) -> Option<(Period, usize)> {
    let second: i16 = tokens.text(at + 2).parse().ok()?;
    if tokens.is_glued(at + 2) && !matches!(tokens.text(at + 3), "." | "," | ")" | ";" | ":") {
        return None;
    }
    let follows = tokens.text(at + 2).len() == 2 && second == (year + 1) % 100;
    follows.then(|| Some((season_year(year)?, at + 3))).flatten()
}
