//! Words that documents are built with: footers, releases, keys, headings of columns.

use super::super::hash::WordSet;
use super::super::{fold, singular};
use super::folded;
use super::raw::{RawDocument, RawKeys};

/// What stands around the sentences of a document.
#[derive(Debug)]
pub struct DocumentWords {
    /// Lines that end an article, folded; "…" at the end stands for anything.
    pub footers: Vec<String>,
    /// Lines below which readers speak, folded.
    pub comments: Vec<String>,
    /// Words of a heading that is a date or a release.
    pub releases: WordSet,
    /// Words that take a full stop, without it.
    pub abbreviations: WordSet,
}

/// Words in keys and in headings of columns, folded.
#[derive(Debug)]
pub struct KeyWords {
    /// Small words that say nothing there.
    pub small: WordSet,
    /// Words that say that it is so now.
    pub now: WordSet,
    /// Labels of a row that sums up the others.
    pub totals: WordSet,
    /// Headings that say only that values stand below.
    pub generic: WordSet,
    /// Headings of a column of names.
    pub names: WordSet,
    /// Words that make another thing of a heading beside them, in the singular.
    pub others: WordSet,
}

impl DocumentWords {
    pub(super) fn read(raw: &RawDocument) -> Self {
        Self {
            footers: raw.footers.iter().map(|line| fold(line)).collect(),
            comments: raw.comments.iter().map(|line| fold(line)).collect(),
            releases: folded(&raw.releases),
            abbreviations: folded(&raw.abbreviations),
        }
    }
}

impl KeyWords {
    pub(super) fn read(raw: &RawKeys) -> Self {
        Self {
            small: folded(&raw.small),
            now: folded(&raw.now),
            totals: folded(&raw.totals),
            generic: folded(&raw.generic),
            names: folded(&raw.names),
            others: raw.others.iter().map(|word| singular(word)).collect(),
        }
    }
}
