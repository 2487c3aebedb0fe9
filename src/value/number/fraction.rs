//! Shares of one: "3/4", "½", "deux tiers", "twenty and three fifths", "one in three".

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::{Form, Written, first_part, part_at};
use crate::language::{TokenKind, Tokens};
use crate::value::text::Text;

/// A fraction that a phrase table lists, or a number of parts: "deux tiers", "three twenty-firsts".
pub(super) fn in_words_at(text: &Text<'_>, at: usize) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    if let Some((share, end)) = tables.numbers.fractions.at(tokens, at) {
        return share_of(*share, end);
    }
    // A cheap look first: few number words stand before a denominator.
    let numbers = &tables.numbers;
    let word = tokens.folded(at);
    let article = numbers.ones.contains(word);
    if !article && !numbers.words.contains(first_part(word)) {
        return None;
    }
    let (count, next) = if article && !numbers.words.contains(word) {
        (Decimal::ONE, at + 1)
    } else {
        let count = part_at(text, at).filter(|count| matches!(count.form, Form::Words | Form::Article))?;
        (count.number, count.end)
    };
    let dash = usize::from(tokens.text(next) == "-");
    let (parts, end) = parts_at(text, next + dash, count == Decimal::ONE)?;
    // "twenty and three fifths": only what follows the joiner is counted in parts.
    if let Some(joiner) = (at + 1..next)
        .rev()
        .find(|i| numbers.joiners.contains(tokens.folded(*i)))
        && let Some(whole) = part_at(text, at).and_then(|_| number_of(text, at, joiner))
        && let Some(over) = number_of(text, joiner + 1, next)
    {
        let number = whole.checked_add(over.checked_div(parts)?)?;
        return Some(Written {
            number: number.round_dp(16),
            step: Decimal::new(1, 2),
            multiplier: Decimal::ONE,
            end,
            form: Form::Words,
        });
    }
    share_of(count.checked_div(parts)?, end)
}

fn number_of(text: &Text<'_>, from: usize, to: usize) -> Option<Decimal> {
    let (tokens, tables) = (text.tokens, text.tables);
    let words: Vec<String> = (from..to).map(|i| tokens.text(i).to_lowercase()).collect();
    tables.number_words.digits(&words.join(" "))?.parse().ok()
}

/// Whether a word for parts stands here: "fifths".
pub(super) fn parts_follow(text: &Text<'_>, at: usize) -> bool {
    parts_at(text, at, false).is_some()
}

/// "fifths", "tiers", "vingt-cinquième": how many parts make one, and the token behind. One part is
/// said in the singular, several in the plural.
fn parts_at(text: &Text<'_>, at: usize, single: bool) -> Option<(Decimal, usize)> {
    let (tokens, tables) = (text.tokens, text.tables);
    let word = tokens.folded(at);
    let numbers = &tables.numbers;
    if let Some(parts) = numbers.denominators.get(word) {
        return Some((*parts, at + 1));
    }
    // An ordinal after "one" or "a" may just be that: "a third man".
    if single {
        return None;
    }
    let stem = numbers
        .plural_endings
        .iter()
        .find_map(|ending| word.strip_suffix(ending.as_str()))?;
    let ordinal = numbers.ordinals.get(word).or_else(|| numbers.ordinals.get(stem))?;
    (*ordinal > 2).then_some((Decimal::from(*ordinal), at + 1))
}

/// "3/4", "2 1/4", "1½" in digits.
pub(super) fn in_digits_at(tokens: &Tokens<'_>, at: usize) -> Option<Written> {
    if let Some((share, end)) = slashed(tokens, at) {
        return share_of(share, end);
    }
    if !tokens.is(at, TokenKind::Digits) || tokens.text(at).len() > 3 {
        return None;
    }
    let (share, end) = slashed(tokens, at + 1).or_else(|| vulgar(tokens, at + 1))?;
    let whole: Decimal = tokens.text(at).parse().ok()?;
    (share < Decimal::ONE).then_some(Written {
        number: whole.checked_add(share)?,
        step: Decimal::new(1, 2),
        multiplier: Decimal::ONE,
        end,
        form: Form::Digits,
    })
}

/// "½", which Unicode spells as one character.
pub(super) fn sign_at(tokens: &Tokens<'_>, at: usize) -> Option<Written> {
    let (share, end) = vulgar(tokens, at)?;
    share_of(share, end)
}

fn slashed(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    let digits = |i: usize| tokens.is(i, TokenKind::Digits) && tokens.text(i).len() <= 3;
    let glued = tokens.is_glued(at) && tokens.is_glued(at + 1);
    if !digits(at) || tokens.text(at + 1) != "/" || !glued || !digits(at + 2) {
        return None;
    }
    let goes_on = tokens.is_glued(at + 2) && matches!(tokens.text(at + 3), "/" | "-" | "_")
        || tokens.is_glued(at + 2) && tokens.is(at + 3, TokenKind::Word);
    let (over, under): (Decimal, Decimal) = (tokens.text(at).parse().ok()?, tokens.text(at + 2).parse().ok()?);
    let share = !goes_on && over > Decimal::ZERO && over < under && under <= Decimal::ONE_HUNDRED;
    share
        .then(|| over.checked_div(under))
        .flatten()
        .map(|share| (share, at + 3))
}

fn vulgar(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, usize)> {
    let text = tokens.text(at);
    let character = text.chars().next().filter(|c| !c.is_ascii() && c.is_numeric())?;
    let spelled: String = std::iter::once(character).nfkc().collect();
    let (over, under) = spelled.split_once('\u{2044}')?;
    let share = over.parse::<Decimal>().ok()?.checked_div(under.parse().ok()?)?;
    Some((share, at + 1))
}

/// A fraction added to a number, or a number made a share of another: "… and three fifths", "… in
/// ten", "… sur trois".
pub(super) fn behind(text: &Text<'_>, whole: Written) -> Option<Written> {
    let (tokens, tables) = (text.tokens, text.tables);
    let numbers = &tables.numbers;
    let small = whole.multiplier == Decimal::ONE && whole.number.scale() == 0 && whole.number < Decimal::ONE_THOUSAND;
    if matches!(whole.form, Form::Fraction | Form::Collective) {
        return None;
    }
    // "quatre Français sur dix": who is counted may stand between.
    let counted = tokens.is(whole.end, TokenKind::Word) && !tables.function_words.contains(tokens.folded(whole.end));
    let ratio = numbers.ratios.at(tokens, whole.end);
    let ratio = ratio.or_else(|| {
        numbers
            .ratios
            .at(tokens, whole.end + 1)
            .filter(|_| counted && whole.form == Form::Words)
    });
    if let Some(((), next)) = ratio.filter(|_| small) {
        let other = part_at(text, next).filter(|other| {
            matches!(other.form, Form::PlainDigits | Form::Words)
                && other.number > whole.number
                && other.number <= Decimal::ONE_THOUSAND
        })?;
        let unit_follows = tables.durations.units.contains_key(tokens.folded(other.end))
            || (tables.dates.units.at(tokens, other.end)).is_some()
            || matches!(tokens.text(other.end), "%" | "/")
            || tokens.is_glued(other.end - 1) && tokens.is(other.end, TokenKind::Word);
        return if unit_follows {
            None
        } else {
            share_of(whole.number.checked_div(other.number)?, other.end)
        };
    }
    if whole.form == Form::PlainDigits
        || whole.form == Form::Digits && whole.multiplier == Decimal::ONE
        || !numbers.joiners.contains(tokens.folded(whole.end))
    {
        return None;
    }
    let next = whole.end + 1;
    let single = || {
        // "three and a fifth": behind a number an ordinal is a part.
        let article = tables.pronouns.articles.contains(tokens.folded(next));
        let rank = *numbers.ordinals.get(tokens.folded(next + 1)).filter(|_| article)?;
        (rank > 2)
            .then(|| share_of(Decimal::ONE.checked_div(Decimal::from(rank))?, next + 2))
            .flatten()
    };
    let share = in_words_at(text, next)
        .or_else(single)
        .filter(|share| share.number < Decimal::ONE)?;
    Some(Written {
        number: whole.number.checked_add(share.number.checked_mul(whole.multiplier)?)?,
        step: Decimal::new(1, 2).checked_mul(whole.multiplier)?,
        end: share.end,
        form: Form::Words,
        ..whole
    })
}

fn share_of(share: Decimal, end: usize) -> Option<Written> {
    Some(Written {
        number: share.round_dp(16),
        step: Decimal::new(1, 2),
        multiplier: Decimal::ONE,
        end,
        form: Form::Fraction,
    })
}
