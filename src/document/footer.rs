//! What stands below an article and is not part of it: sources, subscriptions, comments.

use super::{Layout, Scope};
use crate::language::{Tables, fold};

/// Drops everything from the first footer line on, where that line stands in the second half.
pub(super) fn cut(layout: &mut Layout, tables: &Tables) {
    let first = layout.blocks.iter().position(|block| {
        let text = &layout.prose[block.range.clone()];
        let words = fold(text.trim().trim_end_matches([':', '.', '!', ' ', '#']));
        let short = words.chars().count() <= 80;
        let below = block.range.start * 2 >= layout.prose.len();
        let alone = !matches!(block.scope, Scope::TableRow | Scope::Quotation);
        short && below && alone && tables.footers.iter().any(|footer| is_footer(&words, footer))
    });
    if let Some(first) = first {
        layout.blocks.truncate(first);
    }
}

/// A footer entry is the whole line, or its beginning where the entry ends with "…".
fn is_footer(words: &str, footer: &str) -> bool {
    match footer.strip_suffix('…') {
        Some(beginning) => words.starts_with(beginning),
        None => words == footer,
    }
}
