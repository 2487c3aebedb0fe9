//! Data in keys, lists and values, with the places where they stand: front matter and data files.

mod csv;
mod toml;
mod yaml;

use std::ops::Range;

pub(super) use csv::read as csv;
pub(super) use toml::read as toml;
pub(super) use yaml::read as yaml;

/// Data nested deeper than this is no list of facts; it also bounds the stack.
const DEEPEST: usize = 64;

/// A scalar or a key: what it says, and the bytes that say it, without quotation marks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Scalar {
    pub(super) text: String,
    pub(super) range: Range<usize>,
}

/// A piece of data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Scalar(Scalar),
    List(Vec<Node>),
    Table(Vec<(Scalar, Node)>),
}

/// Why a text could not be read as data, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Broken {
    pub(super) at: usize,
    pub(super) reason: String,
}

impl Node {
    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<&Node> {
        match self {
            Node::Table(entries) => entries.iter().find(|(name, _)| name.text == key).map(|(_, node)| node),
            _ => None,
        }
    }

    /// The scalars of a scalar or of a list of scalars.
    pub(super) fn scalars(&self) -> Vec<&Scalar> {
        match self {
            Node::Scalar(scalar) => vec![scalar],
            Node::List(nodes) => nodes
                .iter()
                .filter_map(|node| match node {
                    Node::Scalar(scalar) => Some(scalar),
                    _ => None,
                })
                .collect(),
            Node::Table(_) => Vec::new(),
        }
    }
}

/// A range without the quotation marks around it.
fn unquoted(text: &str, range: Range<usize>) -> Range<usize> {
    let words = text.get(range.clone()).unwrap_or_default();
    for mark in ["\"\"\"", "'''", "\"", "'"] {
        let quoted = words.len() >= 2 * mark.len() && words.starts_with(mark) && words.ends_with(mark);
        if quoted {
            return range.start + mark.len()..range.end - mark.len();
        }
    }
    range
}
