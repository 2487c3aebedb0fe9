//! Currencies by their signs, codes and names.

use std::collections::BTreeMap;
use std::fmt;

use iso_currency::Currency as IsoCurrency;
use rust_decimal::Decimal;

use super::amount::Amount;
use super::wording::Wording;
use crate::language::{Tables, Tokens};

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
    let text = tokens.text(at);
    let (letter, code) = text.split_at_checked(1).filter(|(_, code)| code.len() == 3)?;
    let factor = match letter {
        "k" | "K" => 1_000,
        "M" => 1_000_000,
        "G" => 1_000_000_000,
        _ => return None,
    };
    let upper = code.bytes().all(|byte| byte.is_ascii_uppercase());
    Some((Decimal::from(factor), Currency::from_code(code).filter(|_| upper)?))
}

/// The currency whose sign or code begins at token `at`, as it may stand before a number.
pub(super) fn sign_or_code_at(tokens: &Tokens<'_>, at: usize) -> Option<(Currency, usize)> {
    let text = tokens.text(at);
    if tokens.is_glued(at) && tokens.text(at + 1) == "$" {
        let code = match text {
            "US" => "USD",
            "C" | "CA" | "CAN" => "CAD",
            "A" | "AU" => "AUD",
            "NZ" => "NZD",
            "HK" => "HKD",
            "S" | "SG" => "SGD",
            "R" => "BRL",
            _ => "",
        };
        if let Some(currency) = Currency::from_code(code) {
            return Some((currency, at + 2));
        }
    }
    let code = match text {
        "$" if tokens.is_glued(at) && matches!(tokens.text(at + 1), "US" | "CA") => {
            let code = if tokens.text(at + 1) == "US" { "USD" } else { "CAD" };
            return Some((Currency::from_code(code)?, at + 2));
        }
        "€" => "EUR",
        "$" => "USD",
        "£" => "GBP",
        "¥" => "JPY",
        "₹" => "INR",
        "₽" => "RUB",
        "₩" => "KRW",
        "₺" => "TRY",
        "₪" => "ILS",
        "₦" => "NGN",
        "₫" => "VND",
        "Rs" => "INR",
        "Fr" | "FS" => "CHF",
        "FCFA" => "XOF",
        code if code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase()) => code,
        _ => return None,
    };
    Some((Currency::from_code(code)?, at + 1))
}
