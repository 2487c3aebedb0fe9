//! Currencies by their signs, codes and names.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::OnceLock;

use iso_currency::Currency as IsoCurrency;
use rust_decimal::Decimal;
use serde::Deserialize;

use super::amount::Amount;
use super::wording::Wording;
use crate::language::{Tables, TokenKind, Tokens, WordMap};

/// An ISO 4217 code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency([u8; 3]);

impl Currency {
    /// The currency of a code in capital letters, where ISO 4217 has it.
    pub fn from_code(code: &str) -> Option<Self> {
        IsoCurrency::from_code(code)?;
        Some(Self(code.as_bytes().try_into().ok()?))
    }

    /// Three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// The currency whose sign, code or name begins at token `at`, and the token behind it.
pub(super) fn currency_at(tokens: &Tokens<'_>, at: usize, tables: &Tables) -> Option<(Currency, usize)> {
    sign_or_code_at(tokens, at).or_else(|| {
        let (code, end) = tables.currencies.at(tokens, at)?;
        Some((Currency::from_code(code)?, end))
    })
}

/// What one unit of some currencies is worth, in one of them. A user's estimate: amounts that it
/// converts are read as rough ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rates(BTreeMap<Currency, Decimal>);

impl Rates {
    /// Takes the worth of each currency; all are above zero.
    pub fn new(rates: BTreeMap<Currency, Decimal>) -> Self {
        Self(rates)
    }

    /// An amount in the common currency, as rough as a rate is; none for a currency without a rate.
    pub(super) fn convert(&self, amount: &Amount, currency: Currency) -> Option<Amount> {
        let converted = amount.scaled(*self.0.get(&currency)?)?;
        let rough = converted.nominal.abs().checked_mul(Wording::get().rounding.converted)?;
        Some(Amount {
            step: converted.step.max(rough.checked_mul(Decimal::TWO)?),
            ..converted
        })
    }
}

/// "MUSD", "kEUR": a multiplier's letter and a code in one word.
pub(super) fn joined_code(tokens: &Tokens<'_>, at: usize) -> Option<(Decimal, Currency)> {
    let (letter, code) = tokens
        .text(at)
        .split_at_checked(1)
        .filter(|(_, code)| code.len() == 3)?;
    let factor = *Signs::get().multipliers.get(letter)?;
    Some((factor, Currency::from_code(code).filter(|_| is_upper(code))?))
}

fn is_upper(code: &str) -> bool {
    code.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The currency whose sign or code begins at token `at`, as it may stand before a number.
pub(super) fn sign_or_code_at(tokens: &Tokens<'_>, at: usize) -> Option<(Currency, usize)> {
    let signs = Signs::get();
    let text = tokens.text(at);
    if tokens.is_glued(at) {
        let whose = match (text, tokens.text(at + 1)) {
            ("$", letters) | (letters, "$") => signs.dollars.get(letters),
            _ => None,
        };
        if let Some(currency) = whose.and_then(|code| Currency::from_code(code)) {
            return Some((currency, at + 2));
        }
    }
    if let Some(code) = signs.signs.get(text) {
        return Some((Currency::from_code(code)?, at + 1));
    }
    let code = text.len() == 3 && is_upper(text);
    let word = tokens.is(at + 1, TokenKind::Digits) && signs.words.not_before.iter().any(|word| word == text);
    (code && !word)
        .then(|| Some((Currency::from_code(text)?, at + 1)))
        .flatten()
}

/// The content of `currencies.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Signs {
    signs: WordMap<String>,
    dollars: WordMap<String>,
    words: Words,
    multipliers: WordMap<Decimal>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Words {
    not_before: Vec<String>,
}

impl Signs {
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    fn get() -> &'static Self {
        static TABLE: OnceLock<Signs> = OnceLock::new();
        TABLE.get_or_init(|| baked!("src/value/currencies").expect("the table of signs is valid"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_and_codes_are_found() {
        let table = [
            ("US$4", Some(("USD", 2))),
            ("$CA", Some(("CAD", 2))),
            ("€", Some(("EUR", 1))),
            ("EUR 3", Some(("EUR", 1))),
            ("ALL 5", None),
            ("NATO", None),
        ];
        for (text, expected) in table {
            let tokens = Tokens::new(text);
            let found = sign_or_code_at(&tokens, 0).map(|(currency, end)| (currency.code().to_owned(), end));
            assert_eq!(
                found.as_ref().map(|(code, end)| (code.as_str(), *end)),
                expected,
                "{text}"
            );
        }
        assert!(joined_code(&Tokens::new("MUSD"), 0).is_some());
        assert!(joined_code(&Tokens::new("MORE"), 0).is_none());
    }
}
