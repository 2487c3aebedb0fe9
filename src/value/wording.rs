//! The table that says how much a wording leaves open.

use std::sync::OnceLock;

use rust_decimal::Decimal;
use serde::Deserialize;

/// The content of `wording.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Wording {
    pub(super) rounding: Rounding,
    pub(super) hedge: HedgeWidth,
    pub(super) duration: DurationWidth,
    pub(super) part_of_year: Parts,
    pub(super) part_of_month: Parts,
    pub(super) part_of_week: Parts,
    pub(super) season: Seasons,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Rounding {
    pub(super) figures_at_least: u32,
    pub(super) exact_below: u32,
    pub(super) converted: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct HedgeWidth {
    pub(super) about: Decimal,
    pub(super) nearly_below: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct DurationWidth {
    pub(super) units_below: Decimal,
    pub(super) units_above: Decimal,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Parts {
    pub(super) start: (i8, i8),
    pub(super) middle: (i8, i8),
    pub(super) end: (i8, i8),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Seasons {
    pub(super) spring: [(i8, i8); 2],
    pub(super) summer: [(i8, i8); 2],
    pub(super) autumn: [(i8, i8); 2],
    pub(super) winter: [(i8, i8); 2],
}

impl Wording {
    /// The table, read once.
    ///
    /// # Panics
    ///
    /// Where the table that is built into the program is broken, which a test rules out.
    #[expect(clippy::expect_used, reason = "the table is part of the program and tested")]
    pub fn get() -> &'static Self {
        static TABLE: OnceLock<Wording> = OnceLock::new();
        TABLE.get_or_init(|| baked!("src/value/wording").expect("the wording table is valid"))
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_table_loads() {
        assert_eq!(super::Wording::get().rounding.figures_at_least, 2);
    }
}
