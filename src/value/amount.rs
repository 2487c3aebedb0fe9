//! An amount: the number as written, and the interval of numbers that its wording allows.

use std::fmt;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::plain;
use super::wording::Wording;
use crate::language::HedgeWord;

/// How a number is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hedge {
    /// Flatly.
    Exact,
    /// With a word that widens or bounds it.
    Word(HedgeWord),
    /// As two numbers.
    Range,
}

/// A number as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Amount {
    /// The number itself; the middle of a range.
    pub nominal: Decimal,
    /// The lowest number as written; none where the wording is open below.
    pub low: Option<Decimal>,
    /// The highest number as written; none where the wording is open above.
    pub high: Option<Decimal>,
    /// How it is said.
    pub hedge: Hedge,
    /// One unit of the last figure that counts; zero where the number is exact.
    pub step: Decimal,
}

/// The numbers that a wording allows. A soft bound comes from a hedge word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// Lower bound; none where open.
    pub low: Option<Decimal>,
    /// Upper bound; none where open.
    pub high: Option<Decimal>,
    /// Whether the lower bound comes from a hedge word.
    pub soft_low: bool,
    /// Whether the upper bound comes from a hedge word.
    pub soft_high: bool,
}

impl Amount {
    /// A number said flatly.
    pub fn exact(nominal: Decimal, step: Decimal) -> Self {
        Self {
            nominal,
            low: Some(nominal),
            high: Some(nominal),
            hedge: Hedge::Exact,
            step,
        }
    }

    /// A number said with a hedge word.
    pub fn hedged(nominal: Decimal, step: Decimal, word: HedgeWord) -> Self {
        let (low, high) = match word {
            HedgeWord::About => (Some(nominal), Some(nominal)),
            HedgeWord::Nearly | HedgeWord::LessThan | HedgeWord::AtMost => (None, Some(nominal)),
            HedgeWord::MoreThan | HedgeWord::AtLeast => (Some(nominal), None),
        };
        Self {
            nominal,
            low,
            high,
            hedge: Hedge::Word(word),
            step,
        }
    }

    /// Two numbers; given in either order.
    pub fn range(one: Decimal, other: Decimal, step: Decimal) -> Self {
        let (low, high) = if one <= other { (one, other) } else { (other, one) };
        Self {
            nominal: (low + high) / Decimal::TWO,
            low: Some(low),
            high: Some(high),
            hedge: Hedge::Range,
            step,
        }
    }

    /// The same amount in another unit.
    pub fn scaled(&self, factor: Decimal) -> Option<Self> {
        let scale = |number: Decimal| number.checked_mul(factor);
        Some(Self {
            nominal: scale(self.nominal)?,
            low: self.low.map_or(Some(None), |n| scale(n).map(Some))?,
            high: self.high.map_or(Some(None), |n| scale(n).map(Some))?,
            hedge: self.hedge,
            step: scale(self.step)?,
        })
    }

    /// The same amount below nought: a loss of "more than 5" is less than -5.
    pub fn negated(&self) -> Self {
        Self {
            nominal: -self.nominal,
            low: self.high.map(|high| -high),
            high: self.low.map(|low| -low),
            hedge: match self.hedge {
                Hedge::Word(HedgeWord::MoreThan) => Hedge::Word(HedgeWord::LessThan),
                Hedge::Word(HedgeWord::AtLeast) => Hedge::Word(HedgeWord::AtMost),
                Hedge::Word(HedgeWord::LessThan) => Hedge::Word(HedgeWord::MoreThan),
                Hedge::Word(HedgeWord::AtMost) => Hedge::Word(HedgeWord::AtLeast),
                Hedge::Word(HedgeWord::Nearly) => Hedge::Word(HedgeWord::About),
                same => same,
            },
            step: self.step,
        }
    }

    /// The same amount counted from another point.
    pub fn shifted(&self, by: Decimal) -> Option<Self> {
        let shift = |number: Decimal| number.checked_add(by);
        Some(Self {
            nominal: shift(self.nominal)?,
            low: self.low.map_or(Some(None), |n| shift(n).map(Some))?,
            high: self.high.map_or(Some(None), |n| shift(n).map(Some))?,
            ..*self
        })
    }

    /// What the wording allows, widened as the wording table says.
    pub fn interval(&self) -> Interval {
        let wording = Wording::get();
        let half = self.step / Decimal::TWO;
        let wide = |share: Decimal| (self.nominal.abs() * share).max(half);
        let (low, high, soft_low, soft_high) = match self.hedge {
            Hedge::Exact => (Some(self.nominal - half), Some(self.nominal + half), false, false),
            Hedge::Range => (
                self.low.map(|low| low - half),
                self.high.map(|high| high + half),
                false,
                false,
            ),
            Hedge::Word(HedgeWord::About) => {
                let width = wide(wording.hedge.about);
                (Some(self.nominal - width), Some(self.nominal + width), true, true)
            }
            Hedge::Word(HedgeWord::Nearly) => (
                Some(self.nominal - wide(wording.hedge.nearly_below)),
                Some(self.nominal + half),
                true,
                true,
            ),
            Hedge::Word(HedgeWord::MoreThan | HedgeWord::AtLeast) => (Some(self.nominal - half), None, true, false),
            Hedge::Word(HedgeWord::LessThan | HedgeWord::AtMost) => (None, Some(self.nominal + half), false, true),
        };
        Interval {
            low,
            high,
            soft_low,
            soft_high,
        }
    }

    /// Shows large amounts of money as people quote them: "500 M", "4.8 G"-free: "4.8 bn".
    pub(super) fn in_millions(&self) -> String {
        let largest = self.nominal.abs();
        let suffixes = [(Decimal::from(1_000_000_000), " bn"), (Decimal::from(1_000_000), " M")];
        // Only where no figure is lost: 2 502 025 is not about 2.5 M.
        let exact = |number: Decimal, factor: Decimal| (number / factor).normalize().scale() <= 3;
        let (factor, suffix) = suffixes
            .into_iter()
            .find(|(factor, _)| {
                let numbers = [Some(self.nominal), self.low, self.high];
                largest >= *factor && numbers.into_iter().flatten().all(|number| exact(number, *factor))
            })
            .unwrap_or((Decimal::ONE, ""));
        format!("{}{suffix}", self.show(factor))
    }

    fn show(&self, factor: Decimal) -> String {
        let number = |n: Decimal| grouped(n / factor);
        match self.hedge {
            Hedge::Exact => number(self.nominal),
            Hedge::Range => match (self.low, self.high) {
                (Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
                _ => number(self.nominal),
            },
            Hedge::Word(HedgeWord::About) => format!("about {}", number(self.nominal)),
            Hedge::Word(HedgeWord::Nearly) => format!("nearly {}", number(self.nominal)),
            Hedge::Word(HedgeWord::MoreThan) => format!("more than {}", number(self.nominal)),
            Hedge::Word(HedgeWord::LessThan) => format!("less than {}", number(self.nominal)),
            Hedge::Word(HedgeWord::AtLeast) => format!("at least {}", number(self.nominal)),
            Hedge::Word(HedgeWord::AtMost) => format!("at most {}", number(self.nominal)),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Decimal::ONE))
    }
}

/// One unit of the last figure that counts in a number written with `decimals` decimals and
/// multiplied by `factor`; zero for whole numbers that are exact.
pub(super) fn step(written: Decimal, decimals: u32, factor: Decimal) -> Decimal {
    let rounding = &Wording::get().rounding;
    if decimals == 0 && factor == Decimal::ONE && written.abs() < Decimal::from(rounding.exact_below) {
        return Decimal::ZERO;
    }
    if decimals > 0 {
        return Decimal::new(1, decimals.min(28)) * factor;
    }
    let Some(mut digits) = written.abs().trunc().to_u128().filter(|n| *n > 0) else {
        return Decimal::ZERO;
    };
    let mut unit = Decimal::ONE;
    let mut figures = digits.to_string().len() as u32;
    while digits.is_multiple_of(10) && figures > 1 {
        digits /= 10;
        unit *= Decimal::TEN;
        figures -= 1;
    }
    while figures < rounding.figures_at_least {
        unit /= Decimal::TEN;
        figures += 1;
    }
    unit * factor
}

fn grouped(number: Decimal) -> String {
    let text = plain(number);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.as_str()),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut out = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) && whole.len() > 4 {
            out.push(' ');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction.get(..4).unwrap_or(fraction));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_follows_the_figures_as_written() {
        let million = Decimal::from(1_000_000);
        let table = [
            ("500", 0, million, "10000000"),
            ("4.8", 1, million, "100000"),
            ("40", 0, million, "1000000"),
            ("47", 0, Decimal::ONE, "0"),
            ("600", 0, Decimal::ONE, "10"),
            ("38650", 0, Decimal::ONE, "10"),
        ];
        for (written, decimals, factor, expected) in table {
            let got = step(written.parse().expect("a number"), decimals, factor);
            assert_eq!(got, expected.parse::<Decimal>().expect("a number"), "{written}");
        }
    }

    #[test]
    fn amounts_read_as_people_quote_them() {
        let five = Amount::exact(Decimal::from(500_000_000u64), Decimal::from(10_000_000));
        assert_eq!(five.in_millions(), "500 M");
        let many = Amount::hedged(Decimal::from(14_250), Decimal::TEN, HedgeWord::MoreThan);
        assert_eq!(many.to_string(), "more than 14 250");
    }
}
