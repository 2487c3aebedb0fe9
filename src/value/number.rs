//! Numbers in digits, in words, and mixed, with their multipliers.

use rust_decimal::Decimal;

use super::amount::step;
use crate::language::{Tables, TokenKind, Tokens};

/// A number as it stands in a text, without hedge or unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    /// The number.
    pub(super) number: Decimal,
    /// One unit of the last figure that counts; zero where exact.
    pub(super) step: Decimal,
    /// The multiplier that was written ("millions"), one without.
    pub(super) multiplier: Decimal,
    /// The token behind the number.
    pub(super) end: usize,
    /// What it is made of.
    pub(super) form: Form,
}

/// What a number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Digits only, with no sign inside: may also be a year or a day.
    PlainDigits,
    /// Digits with groups, decimals or a multiplier.
    Digits,
    /// Number words.
    Words,
    /// "un", "une", "a": a number only before a multiplier or a unit.
    Article,
    /// "une dizaine", "dozens": roughly that many.
    Collective,
    /// "deux tiers": a share.
    Fraction,
}

/// The number that begins at token `at`.
pub(super) fn number_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    if at > 0 && touches_number_before(tokens, at) {
        return None;
    }
    if tokens.is(at, TokenKind::Digits) {
        digits_at(tokens, at, tables)
    } else if tokens.is(at, TokenKind::Word) {
        fraction_at(tokens, at, tables)
            .or_else(|| half_at(tokens, at, tables))
            .or_else(|| words_at(tokens, at, tables))
    } else {
        None
    }
}

/// Digits that continue something on their left ("1.2.3", "A320") are not a number of their own.
fn touches_number_before(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is_glued(at - 1) {
        return false;
    }
    match tokens.text(at - 1) {
        "," | "." | ":" | "/" => at >= 2 && tokens.is(at - 2, TokenKind::Digits) && tokens.is_glued(at - 2),
        "#" | "_" | "@" | "§" => true,
        _ => tokens.is(at - 1, TokenKind::Digits),
    }
}

fn digits_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    let mut digits = tokens.text(at).to_owned();
    let mut end = at + 1;
    let mut form = Form::PlainDigits;
    while let Some(next) = group_end(tokens, end, &digits, tables) {
        digits.push_str(tokens.text(next - 1));
        end = next;
        form = Form::Digits;
    }
    let mut decimals = 0;
    if is_decimal_sign(tokens, end, tables) {
        let fraction = tokens.text(end + 1);
        decimals = u32::try_from(fraction.len()).ok()?;
        digits.push('.');
        digits.push_str(fraction);
        end += 2;
        form = Form::Digits;
        if matches!(tokens.text(end), "." | ",")
            && tokens.is_glued(end - 1)
            && tokens.is_glued(end)
            && tokens.is(end + 1, TokenKind::Digits)
        {
            return None;
        }
    }
    if digits.len() > 24 {
        return None;
    }
    let written: Decimal = digits.parse().ok()?;
    let (multiplier, end) = multipliers_at(tokens, end, tables);
    if multiplier != Decimal::ONE {
        form = Form::Digits;
    }
    finish(tokens, written, decimals, multiplier, end, form, tables)
}

/// Another group of three digits behind the number so far: its end.
fn group_end(tokens: &Tokens<'_>, end: usize, digits: &str, tables: &Tables) -> Option<usize> {
    let head = tokens.text(end - 1);
    let first_group = digits.len() == head.len();
    if head.len() > 3 || (!first_group && head.len() != 3) || digits.starts_with('0') {
        return None;
    }
    if tokens.text(end).len() == 3 && tokens.is(end, TokenKind::Digits) && !tokens.is_glued(end - 1) {
        let gap = tokens.range(end - 1).end..tokens.range(end).start;
        let one_space = tokens.source().get(gap) == Some(" ");
        return (one_space && tables.numbers.group_separators.contains(&' ') && !is_longer(tokens, end))
            .then_some(end + 1);
    }
    let sign = tokens.text(end).chars().next()?;
    let grouped = (tables.numbers.group_separators.contains(&sign) || sign == '\'') && sign != ' ';
    (grouped
        && tokens.is_glued(end - 1)
        && tokens.is_glued(end)
        && tokens.is(end + 1, TokenKind::Digits)
        && tokens.text(end + 1).len() == 3)
        .then_some(end + 2)
}

/// Whether digits glued behind the token make it longer than it looks.
fn is_longer(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Digits)
}

fn is_decimal_sign(tokens: &Tokens<'_>, end: usize, tables: &Tables) -> bool {
    let sign = tokens.text(end);
    let decimal = sign.starts_with(tables.numbers.decimal_separator) || sign == "." || sign == ",";
    decimal && tokens.is_glued(end - 1) && tokens.is_glued(end) && tokens.is(end + 1, TokenKind::Digits)
}

/// The product of the multipliers at token `at` ("mille milliards", "M" before "€"), and the token behind them.
fn multipliers_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> (Decimal, usize) {
    let mut product = Decimal::ONE;
    let mut end = at;
    loop {
        let skip = usize::from(end > at && tables.numbers.connectors.contains(tokens.folded(end)));
        let word = end + skip;
        if !tokens.is(word, TokenKind::Word) {
            break;
        }
        let factor = tables.numbers.multipliers.get(tokens.folded(word)).or_else(|| {
            let factor = tables.numbers.abbreviated_multipliers.get(tokens.text(word))?;
            (word == at && abbreviation_counts(tokens, word, tables)).then_some(factor)
        });
        let Some(product_so_far) = factor.and_then(|factor| product.checked_mul(*factor)) else {
            break;
        };
        product = product_so_far;
        end = word + 1;
    }
    (product, end)
}

/// "M", "k", "m" multiply only when glued to the digits or right before a currency.
fn abbreviation_counts(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> bool {
    let before_currency = super::money::currency_at(tokens, at + 1, tables).is_some();
    let behind_currency = at >= 2 && super::money::sign_or_code_at(tokens, at.saturating_sub(2)).is_some();
    let text = tokens.text(at);
    let is_unit = text == "m" && !before_currency && !behind_currency_sign(tokens, at);
    before_currency || (tokens.is_glued(at - 1) && !is_unit) || behind_currency
}

/// Whether the number that ends before `at` has a currency sign before it ("$40m").
fn behind_currency_sign(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut start = at;
    while start > 0
        && (tokens.is(start - 1, TokenKind::Digits) || matches!(tokens.text(start - 1), "." | "," | "-" | "–"))
    {
        start -= 1;
    }
    start > 0 && super::money::sign_or_code_at(tokens, start - 1).is_some()
}

fn words_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    let numbers = &tables.numbers;
    let mut end = at;
    let mut last = at;
    let mut run = String::new();
    while tokens.is(end, TokenKind::Word) {
        let word = tokens.folded(end);
        let counts = word
            .split('-')
            .all(|part| numbers.words.contains(part) || numbers.joiners.contains(part));
        if !counts || (end == at && numbers.joiners.contains(word)) {
            break;
        }
        if !run.is_empty() {
            run.push(' ');
        }
        run.push_str(&tokens.text(end).to_lowercase());
        end += 1;
        if !numbers.joiners.contains(word) {
            last = end;
        }
    }
    if last == at {
        return collective_at(tokens, at, Decimal::ONE, tables).or_else(|| article_at(tokens, at, tables));
    }
    let mut parsed = None;
    while last > at {
        let run = run_text(tokens, at, last);
        if let Some(digits) = tables.number_words.digits(&run)
            && let Ok(number) = digits.replace(',', ".").parse::<Decimal>()
        {
            parsed = Some(number);
            break;
        }
        last -= 1;
        while last > at && numbers.joiners.contains(tokens.folded(last - 1)) {
            last -= 1;
        }
    }
    let number = parsed?;
    if let Some(collective) = collective_at(tokens, last, number, tables) {
        return Some(collective);
    }
    let (multiplier, end) = multipliers_at(tokens, last, tables);
    let form = if number == Decimal::ONE && last == at + 1 && multiplier == Decimal::ONE {
        Form::Article
    } else {
        Form::Words
    };
    finish(tokens, number, 0, multiplier, end, form, tables)
}

fn run_text(tokens: &Tokens<'_>, from: usize, to: usize) -> String {
    (from..to)
        .map(|i| tokens.text(i).to_lowercase())
        .collect::<Vec<_>>()
        .join(" ")
}

/// "a million", "a dozen": an English article that is no number word.
fn article_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    if !tables.pronouns.articles.contains(tokens.folded(at)) {
        return None;
    }
    if let Some(collective) = collective_at(tokens, at + 1, Decimal::ONE, tables) {
        return Some(collective);
    }
    let (multiplier, end) = multipliers_at(tokens, at + 1, tables);
    (multiplier != Decimal::ONE).then_some(())?;
    finish(tokens, Decimal::ONE, 0, multiplier, end, Form::Words, tables)
}

/// "dizaine", "dozen", with its own multipliers ("une dizaine de millions").
fn collective_at(tokens: &Tokens<'_>, at: usize, times: Decimal, tables: &Tables) -> Option<Written> {
    let size = tables.numbers.collectives.get(tokens.folded(at))?;
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(at + 1)));
    let (multiplier, mut end) = multipliers_at(tokens, at + 1 + skip, tables);
    if multiplier == Decimal::ONE {
        end = at + 1;
    }
    let form = if tables.numbers.collective_means_about {
        Form::Collective
    } else {
        Form::Words
    };
    let number = size.checked_mul(times)?;
    Some(Written {
        number: number.checked_mul(multiplier)?,
        step: step(number, 0, multiplier),
        multiplier,
        end,
        form,
    })
}

/// "un demi-milliard", "half a billion", "half a million".
fn half_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    let numbers = &tables.numbers;
    let is_article =
        |i: usize| tables.pronouns.articles.contains(tokens.folded(i)) || numbers.words.contains(tokens.folded(i));
    let start = if is_article(at) { at + 1 } else { at };
    let word = tokens.folded(start);
    let (factor, end) = if let Some((half, rest)) = word.split_once('-')
        && numbers.halves.contains(half)
        && let Some(factor) = numbers.multipliers.get(rest)
    {
        (*factor, start + 1)
    } else if numbers.halves.contains(word) {
        let next = if is_article(start + 1) { start + 2 } else { start + 1 };
        let factor = numbers.multipliers.get(tokens.folded(next))?;
        (*factor, next + 1)
    } else {
        return None;
    };
    let number = Decimal::new(5, 1).checked_mul(factor)?;
    Some(Written {
        number,
        step: Decimal::new(1, 1).checked_mul(factor)?,
        multiplier: factor,
        end,
        form: Form::Words,
    })
}

fn fraction_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<Written> {
    let (share, end) = tables.numbers.fractions.at(tokens, at)?;
    Some(Written {
        number: *share,
        step: Decimal::new(1, 2),
        multiplier: Decimal::ONE,
        end,
        form: Form::Fraction,
    })
}

fn finish(
    tokens: &Tokens<'_>,
    written: Decimal,
    decimals: u32,
    multiplier: Decimal,
    end: usize,
    form: Form,
    tables: &Tables,
) -> Option<Written> {
    let mut number = written.checked_mul(multiplier)?;
    let mut last_step = step(written, decimals, multiplier);
    let mut end = end;
    if multiplier != Decimal::ONE
        && let Some(((), behind)) = tables.numbers.and_a_half.at(tokens, end)
    {
        number += multiplier / Decimal::TWO;
        last_step = multiplier / Decimal::TEN;
        end = behind;
    }
    Some(Written {
        number,
        step: last_step,
        multiplier,
        end,
        form,
    })
}
