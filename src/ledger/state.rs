//! What a store says of itself: of which tree it speaks, and how its records were read.

use super::packed::{Packed, Reader, Writer};
use super::record::Totals;

/// More documents than this to a page make it slow.
const MOST_SHARING: u64 = 16;

/// What the index of a store speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct State {
    /// Counts the changes to the index.
    pub generation: u64,
    /// How many pages the index has; 0 before it is built.
    pub pages: u32,
    /// The tree whose articles stand in it, in hexadecimal; empty before it is built.
    pub tree: String,
    /// What its articles come to.
    pub totals: Totals,
    /// The last record that was there when the index was built.
    pub built_with: u32,
}

impl State {
    /// Whether its pages are too many or too few for its articles, or not there at all.
    pub fn is_crowded(&self) -> bool {
        let articles = u64::try_from(self.totals.articles).unwrap_or_default();
        self.pages == 0 || articles > u64::from(self.pages) * MOST_SHARING
    }
}

impl Packed for State {
    fn put(&self, to: &mut Writer) {
        self.generation.put(to);
        self.pages.put(to);
        self.tree.put(to);
        self.totals.put(to);
        self.built_with.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            generation: Packed::take(from)?,
            pages: Packed::take(from)?,
            tree: Packed::take(from)?,
            totals: Packed::take(from)?,
            built_with: Packed::take(from)?,
        })
    }
}

/// How a store's records were read, so that another store can take over what it would read in the same way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// A hash of all settings on which reading depends, but for the rules.
    pub settings: u64,
    /// The user's rules: id and text.
    pub rules: Vec<(String, String)>,
    /// The ids of rules that are turned off.
    pub disabled: Vec<String>,
}

impl Packed for Manifest {
    fn put(&self, to: &mut Writer) {
        self.settings.put(to);
        self.rules.put(to);
        self.disabled.put(to);
    }

    fn take(from: &mut Reader<'_>) -> Option<Self> {
        Some(Self {
            settings: Packed::take(from)?,
            rules: Packed::take(from)?,
            disabled: Packed::take(from)?,
        })
    }
}
