//! Units of measure, by dimension, convertible within it.

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde::Deserialize;

use super::amount::Amount;
use crate::language::{PhraseTable, Tokens};

/// What is measured. Units convert only within one dimension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Metres.
    Length,
    /// Square metres.
    Area,
    /// Litres.
    Volume,
    /// Kilograms.
    Mass,
    /// Watts.
    Power,
    /// Kilowatt hours.
    Energy,
    /// Kilometres an hour.
    Speed,
    /// Degrees Celsius.
    Temperature,
    /// Gigabytes.
    Data,
}

impl Dimension {
    /// All dimensions.
    pub const ALL: [Dimension; 9] = [
        Dimension::Length,
        Dimension::Area,
        Dimension::Volume,
        Dimension::Mass,
        Dimension::Power,
        Dimension::Energy,
        Dimension::Speed,
        Dimension::Temperature,
        Dimension::Data,
    ];

    /// The name in rules.
    pub fn as_str(self) -> &'static str {
        match self {
            Dimension::Length => "length",
            Dimension::Area => "area",
            Dimension::Volume => "volume",
            Dimension::Mass => "mass",
            Dimension::Power => "power",
            Dimension::Energy => "energy",
            Dimension::Speed => "speed",
            Dimension::Temperature => "temperature",
            Dimension::Data => "data",
        }
    }
}

/// A unit of measure.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// Its short name.
    pub name: String,
    /// How many of the dimension's base unit one is.
    pub factor: Decimal,
    /// What is added before the factor counts: degrees Fahrenheit begin elsewhere.
    pub offset: Decimal,
}

impl Unit {
    /// An amount of this unit in the dimension's base unit; none where it is out of range.
    pub fn in_base(&self, amount: &Amount) -> Option<Amount> {
        amount.shifted(self.offset)?.scaled(self.factor)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The unit that begins at token `at`, and the token behind it.
pub(super) fn unit_at(tokens: &Tokens<'_>, at: usize) -> Option<(&'static Unit, usize)> {
    let table = UnitTable::get();
    let mut longest: Option<(&'static Unit, usize)> = None;
    let mut written = String::new();
    for end in at + 1..=at + 3 {
        let text = tokens.text(end - 1);
        if text.is_empty() || (end > at + 1 && !tokens.is_glued(end - 2)) {
            break;
        }
        written.push_str(text);
        if let Some(index) = table.signs.get(written.as_str()) {
            longest = Some((&table.units[*index], end));
        }
    }
    let (named, end) = match table.words.at(tokens, at) {
        Some((index, end)) => (Some(&table.units[*index]), end),
        None => (None, at),
    };
    match (named, longest) {
        (Some(unit), Some((_, sign_end))) if end >= sign_end => Some((unit, end)),
        (Some(unit), None) => Some((unit, end)),
        (_, longest) => longest,
    }
}

struct UnitTable {
    units: Vec<Unit>,
    signs: HashMap<String, usize>,
    words: PhraseTable<usize>,
}

impl UnitTable {
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    fn get() -> &'static Self {
        static TABLE: OnceLock<UnitTable> = OnceLock::new();
        TABLE.get_or_init(|| {
            let raw: RawUnits = baked!("src/value/units").expect("the table of units is valid");
            let mut signs = HashMap::new();
            let mut words = Vec::new();
            let mut units = Vec::new();
            for (index, unit) in raw.unit.iter().enumerate() {
                signs.extend(unit.signs.iter().map(|sign| (sign.clone(), index)));
                words.extend(unit.words.iter().map(|word| (word.as_str(), index)));
                units.push(Unit {
                    dimension: unit.dimension,
                    name: unit.name.clone(),
                    factor: unit.factor,
                    offset: unit.offset,
                });
            }
            UnitTable {
                signs,
                words: PhraseTable::new(words),
                units,
            }
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnits {
    unit: Vec<RawUnit>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawUnit {
    dimension: Dimension,
    name: String,
    factor: Decimal,
    #[serde(default)]
    offset: Decimal,
    signs: Vec<String>,
    words: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_found_by_sign_and_by_word() {
        for (text, name) in [
            ("°F", "°F"),
            ("km/h", "km/h"),
            ("kilomètres carrés", "km2"),
            ("m²", "m2"),
            ("mégawatts", "MW"),
            ("feet", "ft"),
        ] {
            let tokens = Tokens::new(text);
            assert_eq!(
                unit_at(&tokens, 0).map(|(unit, _)| unit.name.as_str()),
                Some(name),
                "{text}"
            );
        }
    }
}
