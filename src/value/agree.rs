//! Whether two values can be true together.

use std::fmt;

use rust_decimal::Decimal;

use super::amount::{Amount, Interval};
use super::money::Rates;
use super::period::Period;
use super::{Value, plain};

/// The verdict on two values. Three-valued: what cannot be compared never conflicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Agreement {
    /// Some real value satisfies both.
    Agrees,
    /// No real value satisfies both.
    Conflicts(Clash),
    /// They do not speak of the same thing, or only hedges separate them.
    Incomparable(&'static str),
}

/// What makes two values conflict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// The intervals have no number in common.
    Disjoint(Distance),
    /// The periods have no day in common.
    OtherTime,
    /// Another name, title or place.
    Different,
    /// One says yes, the other no.
    Opposite,
}

/// How far two numbers lie apart, as a fraction of the larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub struct Distance(pub Decimal);

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", plain((self.0 * Decimal::ONE_HUNDRED).round_dp(0)))
    }
}

/// What a rule adds to the widening that the wording implies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tolerance {
    /// Nothing.
    #[default]
    None,
    /// A fraction of the larger number.
    Share(Decimal),
    /// So many days.
    Days(i32),
    /// So much, in the value's own unit.
    Absolute(Decimal),
}

/// Compares two values of one attribute. Symmetric. Money in different currencies is incomparable.
pub fn agree(one: &Value, other: &Value, tolerance: Tolerance) -> Agreement {
    agree_at(one, other, tolerance, &Rates::default())
}

/// As [`agree`], with rates at which money in different currencies is compared. Symmetric.
pub fn agree_at(one: &Value, other: &Value, tolerance: Tolerance, rates: &Rates) -> Agreement {
    match (one, other) {
        (Value::Number(a) | Value::Fraction(a), Value::Number(b) | Value::Fraction(b))
        | (Value::Percent(a), Value::Percent(b))
        | (Value::Count(a, _), Value::Count(b, _)) => numbers(a, b, tolerance),
        (Value::Fraction(a), Value::Percent(b)) | (Value::Percent(b), Value::Fraction(a)) => {
            match a.scaled(Decimal::ONE_HUNDRED) {
                Some(a) => numbers(&a, b, tolerance),
                None => Agreement::Incomparable("a number is out of range"),
            }
        }
        (Value::Quantity(a, unit), Value::Quantity(b, other)) => {
            if unit.dimension != other.dimension {
                return Agreement::Incomparable("they measure different things");
            }
            match (unit.in_base(a), other.in_base(b)) {
                (Some(a), Some(b)) => numbers(&a, &b, tolerance),
                _ => Agreement::Incomparable("a number is out of range"),
            }
        }
        (Value::Money(a, currency), Value::Money(b, other)) => {
            if currency == other {
                return numbers(a, b, tolerance);
            }
            match (rates.convert(a, *currency), rates.convert(b, *other)) {
                (Some(a), Some(b)) => numbers(&a, &b, tolerance),
                _ => Agreement::Incomparable("they are in different currencies"),
            }
        }
        (Value::Duration(a), Value::Duration(b)) | (Value::Age(a), Value::Age(b)) => {
            intervals(a.interval(), b.interval(), a.days.nominal, b.days.nominal, tolerance)
        }
        (Value::Date(a), Value::Date(b)) => dates(a, b, tolerance),
        (Value::Ordinal(a), Value::Ordinal(b)) => same(a == b),
        (Value::Polarity(a), Value::Polarity(b)) => {
            if a == b {
                Agreement::Agrees
            } else {
                Agreement::Conflicts(Clash::Opposite)
            }
        }
        (Value::Role(a), Value::Role(b)) => same(super::role::compatible(a, b)),
        (Value::Entity(a), Value::Entity(b)) | (Value::Place(a), Value::Place(b)) => {
            same(crate::language::fold(a) == crate::language::fold(b))
        }
        _ => Agreement::Incomparable("they are values of different kinds"),
    }
}

fn same(equal: bool) -> Agreement {
    if equal {
        Agreement::Agrees
    } else {
        Agreement::Conflicts(Clash::Different)
    }
}

fn numbers(a: &Amount, b: &Amount, tolerance: Tolerance) -> Agreement {
    intervals(a.interval(), b.interval(), a.nominal, b.nominal, tolerance)
}

fn intervals(a: Interval, b: Interval, one: Decimal, other: Decimal, tolerance: Tolerance) -> Agreement {
    let larger = one.abs().max(other.abs());
    let slack = match tolerance {
        Tolerance::None => Decimal::ZERO,
        Tolerance::Share(share) => larger * share,
        Tolerance::Days(days) => Decimal::from(days),
        Tolerance::Absolute(amount) => amount,
    };
    let gap = |high: Option<Decimal>, low: Option<Decimal>| match (high, low) {
        (Some(high), Some(low)) => Some(low - high - slack),
        _ => None,
    };
    let (above, below) = (gap(a.high, b.low), gap(b.high, a.low));
    let apart = above.into_iter().chain(below).max();
    match apart {
        Some(apart) if apart > Decimal::ZERO => {
            let distance = if larger.is_zero() {
                Decimal::ONE
            } else {
                (one - other).abs() / larger
            };
            Agreement::Conflicts(Clash::Disjoint(Distance(distance)))
        }
        Some(apart) if apart == Decimal::ZERO && (a.soft_low || a.soft_high || b.soft_low || b.soft_high) => {
            Agreement::Incomparable("only hedge words separate them")
        }
        _ => Agreement::Agrees,
    }
}

fn dates(a: &Period, b: &Period, tolerance: Tolerance) -> Agreement {
    let slack = match tolerance {
        Tolerance::Days(days) => days,
        _ => 0,
    };
    let apart = a.days_apart(b);
    // Two days that follow each other are zero days apart, and still two days.
    if a.overlaps(b) || (slack > 0 && apart < slack) {
        return Agreement::Agrees;
    }
    let dated = |period: &Period| period.year_known || period.relative;
    if !dated(a) || !dated(b) {
        return Agreement::Incomparable("a date has no year");
    }
    Agreement::Conflicts(Clash::OtherTime)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::{HedgeWord, TimeUnit};
    use crate::value::Currency;
    use crate::value::duration::{Duration, days_of};
    use proptest::prelude::*;

    fn years(number: i64, word: Option<HedgeWord>) -> Value {
        let nominal = Decimal::from(number) * days_of(TimeUnit::Year);
        let days = match word {
            Some(word) => Amount::hedged(nominal, Decimal::ZERO, word),
            None => Amount::exact(nominal, Decimal::ZERO),
        };
        Value::Duration(Duration {
            parts: vec![(Decimal::from(number), TimeUnit::Year)],
            days,
        })
    }

    #[test]
    fn hedges_that_only_touch_are_incomparable() {
        let table = [
            (years(12, Some(HedgeWord::MoreThan)), years(5, None), "conflicts"),
            (years(12, Some(HedgeWord::Nearly)), years(5, None), "conflicts"),
            (
                years(12, Some(HedgeWord::MoreThan)),
                years(12, Some(HedgeWord::Nearly)),
                "incomparable",
            ),
            (years(12, Some(HedgeWord::MoreThan)), years(12, None), "agrees"),
            (
                years(10, Some(HedgeWord::MoreThan)),
                years(12, Some(HedgeWord::Nearly)),
                "agrees",
            ),
            (years(9, None), years(6, None), "conflicts"),
        ];
        for (one, other, expected) in table {
            let verdict = match agree(&one, &other, Tolerance::None) {
                Agreement::Agrees => "agrees",
                Agreement::Conflicts(_) => "conflicts",
                Agreement::Incomparable(_) => "incomparable",
            };
            assert_eq!(verdict, expected, "{one} / {other}");
        }
    }

    #[test]
    fn money_in_two_currencies_needs_rates() {
        let money = |millions: i64, code: &str| {
            let nominal = Decimal::from(millions * 1_000_000);
            let step = super::super::amount::step(Decimal::from(millions), 0, Decimal::from(1_000_000));
            Value::Money(
                Amount::exact(nominal, step),
                Currency::from_code(code).expect("a currency"),
            )
        };
        let rates = [("EUR", "1"), ("USD", "0.90")];
        let rates = Rates::new(
            rates
                .into_iter()
                .filter_map(|(code, rate)| Some((Currency::from_code(code)?, rate.parse().ok()?)))
                .collect(),
        );
        let (euros, dollars) = (money(90, "EUR"), money(100, "USD"));
        assert!(matches!(
            agree(&euros, &dollars, Tolerance::None),
            Agreement::Incomparable(_)
        ));
        let table = [
            (&dollars, "agrees"),
            (&money(104, "USD"), "agrees"),
            (&money(150, "USD"), "conflicts"),
        ];
        for (other, expected) in table {
            let verdict = match agree_at(&euros, other, Tolerance::None, &rates) {
                Agreement::Agrees => "agrees",
                Agreement::Conflicts(_) => "conflicts",
                Agreement::Incomparable(_) => "incomparable",
            };
            assert_eq!(verdict, expected, "{other}");
        }
        assert!(matches!(
            agree_at(&euros, &money(90, "CHF"), Tolerance::None, &rates),
            Agreement::Incomparable(_)
        ));
    }

    fn amounts() -> impl Strategy<Value = Amount> {
        let words = [
            None,
            Some(HedgeWord::About),
            Some(HedgeWord::Nearly),
            Some(HedgeWord::MoreThan),
            Some(HedgeWord::LessThan),
        ];
        (0i64..2_000_000, 0u32..3, 0usize..words.len()).prop_map(move |(number, scale, word)| {
            let nominal = Decimal::new(number, scale);
            let step = super::super::amount::step(nominal, scale, Decimal::ONE);
            match words[word] {
                Some(word) => Amount::hedged(nominal, step, word),
                None => Amount::exact(nominal, step),
            }
        })
    }

    proptest! {
        #[test]
        fn agreement_is_symmetric_and_reflexive(a in amounts(), b in amounts()) {
            let (a, b) = (Value::Number(a), Value::Number(b));
            prop_assert_eq!(agree(&a, &b, Tolerance::None), agree(&b, &a, Tolerance::None));
            prop_assert!(!matches!(agree(&a, &a, Tolerance::None), Agreement::Conflicts(_)));
        }

        #[test]
        fn tolerance_never_creates_a_conflict(a in amounts(), b in amounts(), percent in 0i64..30) {
            let (a, b) = (Value::Number(a), Value::Number(b));
            let wider = agree(&a, &b, Tolerance::Share(Decimal::new(percent, 2)));
            if matches!(wider, Agreement::Conflicts(_)) {
                prop_assert!(matches!(agree(&a, &b, Tolerance::None), Agreement::Conflicts(_)));
            }
        }
    }
}
