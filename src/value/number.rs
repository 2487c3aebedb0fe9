//! Numbers in digits, in words, and mixed, with their multipliers.

use rust_decimal::Decimal;

mod fraction;

use super::amount::step;
use super::text::Text;
use crate::language::{TokenKind, Tokens};

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
    /// "deux tiers", "3/4", "four in ten": a share.
    Fraction,
}

/// The number that begins at token `at`.
pub(super) fn number_at(text: &Text<'_>, at: usize) -> Option<Written> {
    text.number(at, || uncached_at(text, at))
}

fn uncached_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let tokens = text.tokens;
    // A minus with a space behind it is one where nothing else is written, and a dash elsewhere.
    if at == 0 && tokens.text(0) == "-" && !tokens.is_glued(0) {
        let written = unsigned_at(text, 1).filter(|written| written.end == tokens.len())?;
        return Some(Written {
            number: -written.number,
            form: Form::Digits,
            ..written
        });
    }
    if at > 0 && touches_number_before(tokens, at) {
        return None;
    }
    if let Some(start) = sign_end(text, at) {
        let written = unsigned_at(text, start)?;
        let fits = !matches!(written.form, Form::Article | Form::Collective);
        return fits.then(|| Written {
            number: -written.number,
            form: if written.form == Form::PlainDigits {
                Form::Digits
            } else {
                written.form
            },
            ..written
        });
    }
    unsigned_at(text, at)
}

fn unsigned_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let tokens = text.tokens;
    let whole = if tokens.is(at, TokenKind::Digits) || is_point(tokens, at) {
        fraction::in_digits_at(tokens, at).or_else(|| sum_at(text, at))
    } else if tokens.is(at, TokenKind::Word) {
        half_at(text, at)
            .or_else(|| fraction::in_words_at(text, at))
            .or_else(|| sum_at(text, at))
    } else {
        fraction::sign_at(tokens, at)
    }?;
    Some(fraction::behind(text, whole).unwrap_or(whole))
}

/// A whole number, without a share of one behind it.
pub(super) fn whole_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let tokens = text.tokens;
    if at > 0 && touches_number_before(tokens, at) {
        return None;
    }
    sum_at(text, at)
}

/// Behind a minus: glued to digits that follow, with nothing glued before, or a word for it.
fn sign_end(text: &Text<'_>, at: usize) -> Option<usize> {
    let (tokens, tables) = (text.tokens, text.tables);
    let number_follows = |i: usize| tokens.is(i, TokenKind::Digits) || is_point(tokens, i);
    if tokens.text(at) == "-" {
        let glued_before = at > 0
            && tokens.is_glued(at - 1)
            && !matches!(tokens.text(at - 1), "(" | "$" | "€" | "£" | "<" | ">" | "=");
        return (tokens.is_glued(at) && !glued_before && number_follows(at + 1)).then_some(at + 1);
    }
    let word = tables.numbers.negatives.contains(tokens.folded(at));
    (word && (number_follows(at + 1) || tables.numbers.words.contains(first_part(tokens.folded(at + 1)))))
        .then_some(at + 1)
}

/// ".77": a point before digits with nothing glued before it.
fn is_point(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.text(at), "." | ",")
        && tokens.is_glued(at)
        && tokens.is(at + 1, TokenKind::Digits)
        && (at == 0 || !tokens.is_glued(at - 1) || matches!(tokens.text(at - 1), "-" | "("))
}

/// A word up to its first hyphen.
pub(super) fn first_part(word: &str) -> &str {
    word.split('-').next().unwrap_or_default()
}

/// Digits that continue something on their left ("1.2.3", "A320") are not a number of their own.
fn touches_number_before(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is_glued(at - 1) {
        return false;
    }
    match tokens.text(at - 1) {
        "," | "." | ":" | "/" => {
            let digits = |i: usize| {
                tokens
                    .text(i)
                    .bytes()
                    .next_back()
                    .is_some_and(|byte| byte.is_ascii_digit())
            };
            at >= 2 && tokens.is_glued(at - 2) && digits(at - 2)
        }
        "#" | "_" | "@" | "§" => true,
        _ => tokens.is(at - 1, TokenKind::Digits),
    }
}

/// A number of one or more parts that grow smaller: "51 million 500 thousand and 3", "un million
/// deux cent mille".
fn sum_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let mut sum = part_at(text, at)?;
    if !matches!(sum.form, Form::Digits | Form::Words) {
        return Some(sum);
    }
    while sum.multiplier >= Decimal::ONE_HUNDRED {
        let joined = tables.numbers.joiners.contains(tokens.folded(sum.end)) || tokens.text(sum.end) == "&";
        let comma = tokens.text(sum.end) == "," && sum.form == Form::Words;
        let next = sum.end + usize::from(joined || comma);
        let fits =
            |part: &Written| is_smaller_part(tokens, next, part, &sum) && !fraction::parts_follow(text, part.end);
        let Some(part) = part_at(text, next).filter(fits) else {
            break;
        };
        let Some(number) = sum.number.checked_add(part.number) else {
            break;
        };
        sum = Written {
            number,
            step: part.step,
            multiplier: part.multiplier,
            end: part.end,
            form: if part.form == Form::PlainDigits {
                Form::Digits
            } else {
                sum.form
            },
        };
    }
    Some(sum)
}

/// Whether a part goes on with a sum: it is smaller than the multiplier so far and cannot be a
/// number of its own that happens to follow.
fn is_smaller_part(tokens: &Tokens<'_>, at: usize, part: &Written, sum: &Written) -> bool {
    let smaller = part.number < sum.multiplier && part.multiplier < sum.multiplier;
    let plain = match part.form {
        Form::PlainDigits => tokens.text(at).len() == 3 || sum.multiplier <= Decimal::ONE_HUNDRED || at > sum.end,
        Form::Digits => part.multiplier > Decimal::ONE || part.number >= Decimal::ONE_THOUSAND,
        Form::Words => sum.form == Form::Words || part.multiplier > Decimal::ONE || at > sum.end,
        _ => false,
    };
    smaller
        && plain
        && part.number.scale() == 0
        && !(part.form == Form::PlainDigits && sum.multiplier > Decimal::ONE_HUNDRED && at > sum.end)
}

/// Digits or words with the multipliers behind them.
fn part_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let tokens = text.tokens;
    if tokens.is(at, TokenKind::Digits) || is_point(tokens, at) {
        digits_at(text, at)
    } else if tokens.is(at, TokenKind::Word) {
        words_at(text, at)
    } else {
        None
    }
}

fn digits_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let (mut digits, mut end, mut form) = if is_point(tokens, at) {
        ("0".to_owned(), at, Form::Digits)
    } else {
        (tokens.text(at).to_owned(), at + 1, Form::PlainDigits)
    };
    if end > at {
        while let Some(next) = group_end(text, end, &digits) {
            digits.push_str(tokens.text(next - 1));
            end = next;
            form = Form::Digits;
        }
        if let Some((grouped, behind)) = indian_groups(tokens, at).filter(|_| form == Form::PlainDigits) {
            (digits, end, form) = (grouped, behind, Form::Digits);
        }
    }
    let mut decimals = 0;
    if end == at || is_decimal_sign(text, end) {
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
    let mut written: Decimal = match digits.parse::<u64>() {
        Ok(whole) => whole.into(),
        Err(_) => digits.parse().ok()?,
    };
    if let Some((fraction, behind)) = spoken_decimals(text, end).filter(|_| decimals == 0) {
        (written, decimals) = with_decimals(written, &fraction)?;
        end = behind;
        form = Form::Digits;
    }
    if decimals == 0
        && let Some(collective) = collective_at(text, end, written).filter(|_| form == Form::PlainDigits)
    {
        return Some(collective);
    }
    let (multiplier, end) = multipliers_at(text, end);
    let (multiplier, end) = match tables.numbers.behind_digits.get(tokens.folded(end)) {
        Some(factor) if multiplier == Decimal::ONE && decimals < 3 => (*factor, end + 1),
        _ => (multiplier, end),
    };
    if multiplier != Decimal::ONE {
        form = Form::Digits;
    }
    finish(text, written, decimals, multiplier, end, form)
}

/// "one and a half million": a half before its multiplier.
fn and_a_half_before(text: &Text<'_>, at: usize) -> Option<(Decimal, usize)> {
    let ((), behind) = text.tables.numbers.and_a_half.at(text.tokens, at)?;
    let (multiplier, _) = multipliers_at(text, behind);
    (multiplier != Decimal::ONE).then_some((Decimal::new(5, 1), behind))
}

/// "virgule cinq", "point zero five": the digits of spoken decimals, and the token behind them.
fn spoken_decimals(text: &Text<'_>, at: usize) -> Option<(String, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    if !tables.numbers.points.contains(tokens.folded(at)) {
        return None;
    }
    if tokens.is(at + 1, TokenKind::Digits) {
        return Some((tokens.text(at + 1).to_owned(), at + 2));
    }
    let mut digits = String::new();
    let mut end = at + 1;
    while tables.numbers.words.contains(first_part(tokens.folded(end)))
        || tables.numbers.zeros.contains(tokens.folded(end))
    {
        if tables.numbers.zeros.contains(tokens.folded(end)) {
            digits.push('0');
        } else {
            digits.push_str(&tables.number_words.digits(tokens.folded(end))?);
        }
        end += 1;
        if digits.len() > 12 {
            return None;
        }
    }
    (!digits.is_empty()).then_some((digits, end))
}

fn with_decimals(whole: Decimal, digits: &str) -> Option<(Decimal, u32)> {
    Some((
        format!("{whole}.{digits}").parse().ok()?,
        u32::try_from(digits.len()).ok()?,
    ))
}

/// Another group of three digits behind the number so far: its end.
fn group_end(text: &Text<'_>, end: usize, digits: &str) -> Option<usize> {
    let (tokens, tables) = (text.tokens, text.tables);
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

/// "12,34,567": groups of two digits before the last three, as India writes them.
fn indian_groups(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let mut digits = tokens.text(at).to_owned();
    let mut end = at + 1;
    let mut groups = Vec::new();
    while tokens.text(end) == ","
        && tokens.is_glued(end - 1)
        && tokens.is_glued(end)
        && tokens.is(end + 1, TokenKind::Digits)
    {
        digits.push_str(tokens.text(end + 1));
        groups.push(tokens.text(end + 1).len());
        end += 2;
    }
    let (last, others) = groups.split_last()?;
    let fits =
        *last == 3 && !others.is_empty() && others.iter().all(|length| *length == 2) && tokens.text(at).len() <= 2;
    fits.then_some((digits, end))
}

/// Whether digits glued behind the token make it longer than it looks.
fn is_longer(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_glued(at) && tokens.is(at + 1, TokenKind::Digits)
}

fn is_decimal_sign(text: &Text<'_>, end: usize) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    let sign = tokens.text(end);
    let decimal = sign.starts_with(tables.numbers.decimal_separator) || sign == "." || sign == ",";
    decimal && tokens.is_glued(end - 1) && tokens.is_glued(end) && tokens.is(end + 1, TokenKind::Digits)
}

/// The product of the multipliers at token `at` ("mille milliards", "M" before "€"), and the token behind them.
fn multipliers_at(text: &Text<'_>, at: usize) -> (Decimal, usize) {
    let (tokens, tables) = (text.tokens, text.tables);
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
            (word == at && abbreviation_counts(text, word)).then_some(factor)
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
fn abbreviation_counts(text: &Text<'_>, at: usize) -> bool {
    let (tokens, tables) = (text.tokens, text.tables);
    let before_currency = super::money::currency_at(tokens, at + 1, tables).is_some();
    let behind_currency = at >= 2 && super::money::sign_or_code_at(tokens, at.saturating_sub(2)).is_some();
    let word = tokens.text(at);
    let is_unit = word == "m" && !before_currency && !behind_currency_sign(tokens, at);
    let long = word.len() > 2 && word.is_ascii();
    before_currency || (tokens.is_glued(at - 1) && !is_unit) || behind_currency || long
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

fn words_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let numbers = &tables.numbers;
    if numbers.zeros.contains(tokens.folded(at)) {
        let (number, decimals, end) = match spoken_decimals(text, at + 1) {
            Some((digits, end)) => {
                let (number, decimals) = with_decimals(Decimal::ZERO, &digits)?;
                (number, decimals, end)
            }
            None => (Decimal::ZERO, 0, at + 1),
        };
        let (multiplier, end) = multipliers_at(text, end);
        return finish(text, number, decimals, multiplier, end, Form::Words);
    }
    let mut last = at;
    let mut end = at;
    while tokens.is(end, TokenKind::Word) {
        let word = tokens.folded(end);
        let joiner = numbers.joiners.contains(word);
        let counts = word
            .split('-')
            .all(|part| numbers.words.contains(part) || numbers.joiners.contains(part));
        if !counts || (end == at && joiner) {
            break;
        }
        end += 1;
        if !joiner {
            last = end;
        }
    }
    if last == at {
        return collective_at(text, at, Decimal::ONE).or_else(|| article_at(text, at));
    }
    let mut parsed = None;
    if last == at + 1 {
        parsed = tables.number_words.word(tokens.folded(at));
    }
    while parsed.is_none() && last > at {
        if let Some(digits) = tables.number_words.digits(&run_text(tokens, at, last))
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
    let mut number = parsed?;
    if let Some(collective) = collective_at(text, last, number) {
        return Some(collective);
    }
    let mut decimals = 0;
    if let Some((fraction, behind)) = spoken_decimals(text, last) {
        (number, decimals) = with_decimals(number, &fraction)?;
        last = behind;
    }
    if let Some((half, behind)) = and_a_half_before(text, last) {
        number += half;
        last = behind;
        decimals = 1;
    }
    let (multiplier, end) = multipliers_at(text, last);
    let alone = number == Decimal::ONE && last == at + 1 && multiplier == Decimal::ONE;
    let article = alone && tables.pronouns.articles.contains(tokens.folded(at));
    let form = if article { Form::Article } else { Form::Words };
    finish(text, number, decimals, multiplier, end, form)
}

fn run_text(tokens: &Tokens<'_>, from: usize, to: usize) -> String {
    (from..to)
        .map(|i| tokens.text(i).to_lowercase())
        .collect::<Vec<_>>()
        .join(" ")
}

/// "a million", "a dozen": an English article that is no number word.
fn article_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    if !tables.pronouns.articles.contains(tokens.folded(at)) {
        return None;
    }
    if let Some(collective) = collective_at(text, at + 1, Decimal::ONE) {
        return Some(collective);
    }
    let (multiplier, end) = multipliers_at(text, at + 1);
    (multiplier != Decimal::ONE).then_some(())?;
    finish(text, Decimal::ONE, 0, multiplier, end, Form::Words)
}

/// "dizaine", "dozen", with its own multipliers ("une dizaine de millions").
fn collective_at(text: &Text<'_>, at: usize, times: Decimal) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let size = tables.numbers.collectives.get(tokens.folded(at))?;
    let skip = usize::from(tables.numbers.connectors.contains(tokens.folded(at + 1)));
    let (multiplier, mut end) = multipliers_at(text, at + 1 + skip);
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
fn half_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let numbers = &tables.numbers;
    let is_article =
        |i: usize| tables.pronouns.articles.contains(tokens.folded(i)) || numbers.words.contains(tokens.folded(i));
    let start = if is_article(at) { at + 1 } else { at };
    let word = tokens.folded(start);
    let (factor, end) = if let Some((half, rest)) = word.split_once('-')
        && numbers.halves.contains(half)
        && let Some(factor) = numbers.multipliers.get(rest).or_else(|| numbers.collectives.get(rest))
    {
        (*factor, start + 1)
    } else if numbers.halves.contains(word) {
        let next = if is_article(start + 1) { start + 2 } else { start + 1 };
        let factor = numbers
            .multipliers
            .get(tokens.folded(next))
            .or_else(|| numbers.collectives.get(tokens.folded(next)))?;
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

fn finish(
    text: &Text<'_>,
    written: Decimal,
    decimals: u32,
    multiplier: Decimal,
    end: usize,
    form: Form,
) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
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
