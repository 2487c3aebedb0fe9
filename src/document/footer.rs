//! What stands around and below an article and is no part of it: navigation, sources,
//! subscriptions, comments.

use super::page::{Aside, Block, Layout};
use super::{Scope, Settings};
use crate::language::{Tables, fold};

/// So many items in a row that hold nothing but links are navigation.
const MENU: usize = 3;

/// Drops navigation and comments, and everything from the first footer line on, where that line
/// stands in the second half.
pub(super) fn cut(layout: &mut Layout, tables: &Tables, settings: &Settings) {
    let kept = |aside: Option<Aside>| match aside {
        None => true,
        Some(Aside::Navigation) => settings.reads_navigation,
        Some(Aside::Comments) => settings.reads_comments,
    };
    layout.blocks.retain(|block| kept(block.aside));
    layout.cells.retain(|cell| kept(cell.aside));
    if !settings.reads_navigation {
        drop_menus(&mut layout.blocks);
    }
    let own: Vec<String> = settings.footers.iter().map(|line| fold(line)).collect();
    let comments: &[String] = if settings.reads_comments {
        &[]
    } else {
        &tables.document.comments
    };
    let lines: Vec<&String> = tables.document.footers.iter().chain(comments).chain(&own).collect();
    let first = layout.blocks.iter().position(|block| {
        let text = &layout.prose[block.range.clone()];
        let below = block.range.start * 2 >= layout.prose.len();
        let alone = !matches!(block.scope, Scope::TableRow | Scope::Quotation);
        if !below || !alone || text.len() > 400 {
            return false;
        }
        let words = fold(text.trim().trim_end_matches([':', '.', '!', ' ', '#']));
        words.chars().count() <= 80 && lines.iter().any(|footer| is_footer(&words, footer))
    });
    if let Some(first) = first {
        let end = layout.blocks[first].range.start;
        layout.blocks.truncate(first);
        layout.cells.retain(|cell| cell.line.start < end);
    }
}

/// Drops runs of items that are links from end to end.
fn drop_menus(blocks: &mut Vec<Block>) {
    let is_link = |block: &Block| block.scope == Scope::ListItem && block.links_only;
    let mut kept: Vec<Block> = Vec::with_capacity(blocks.len());
    for run in blocks.chunk_by(|one, next| is_link(one) == is_link(next)) {
        if !is_link(&run[0]) || run.len() < MENU {
            kept.extend_from_slice(run);
        }
    }
    *blocks = kept;
}

/// A footer entry is the whole line, or its beginning where the entry ends with "…".
fn is_footer(words: &str, footer: &str) -> bool {
    match footer.strip_suffix('…') {
        Some(beginning) => words.starts_with(beginning),
        None => words == footer,
    }
}
