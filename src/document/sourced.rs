//! Data files that the configuration says establish facts: CSV, JSON, YAML and TOML.

use std::ops::Range;

use super::data::{self, Broken, Node, Scalar};
use super::page::{Cell, Page};
use super::{DataColumns, Scope};
use crate::source::RepoPath;

/// Puts down every entity of a data file with its values.
pub(super) fn read(page: &mut Page, text: &str, path: &RepoPath, columns: &DataColumns) {
    let whole = 0..text.len();
    let read = match path.extension().as_str() {
        "json" | "yaml" | "yml" => data::yaml(text, whole),
        "toml" => data::toml(text, whole),
        _ => data::csv(text),
    };
    let root = match read {
        Ok(root) => root,
        Err(Broken { at, reason }) => {
            let end = text[at.min(text.len())..]
                .find('\n')
                .map_or(text.len(), |count| at + count);
            page.skipped
                .push((at.min(end)..end, format!("the data could not be read: {reason}")));
            return;
        }
    };
    let mut node = &root;
    for key in columns.at.split('.').filter(|key| !key.is_empty()) {
        match node.get(key) {
            Some(inner) => node = inner,
            None => {
                let reason = format!("there is no \"{}\" in the data (`at` in the configuration)", columns.at);
                page.skipped.push((0..first_line(text), reason));
                return;
            }
        }
    }
    let mut unnamed = 0;
    for (name, record) in records(node) {
        if !put(page, text, name, record, columns) {
            unnamed += 1;
        }
    }
    if unnamed > 0 {
        let reason = format!(
            "{unnamed} records have no \"{}\", which names the entity (`entity` in the configuration)",
            columns.entity
        );
        page.skipped.push((0..first_line(text), reason));
    }
}

fn first_line(text: &str) -> usize {
    text.find('\n').unwrap_or(text.len())
}

/// The tables of a list, or of a table whose keys name them.
fn records(node: &Node) -> Vec<(Option<&Scalar>, &Node)> {
    match node {
        Node::List(nodes) => nodes.iter().map(|node| (None, node)).collect(),
        Node::Table(entries) if entries.iter().all(|(_, node)| matches!(node, Node::Table(_))) => {
            entries.iter().map(|(key, node)| (Some(key), node)).collect()
        }
        Node::Table(_) => vec![(None, node)],
        Node::Scalar(_) => Vec::new(),
    }
}

/// One record; false where nothing names its entity.
fn put(page: &mut Page, text: &str, name: Option<&Scalar>, record: &Node, columns: &DataColumns) -> bool {
    let named = record
        .get(&columns.entity)
        .and_then(|node| node.scalars().first().copied());
    let Some(entity) = named.or(name).filter(|entity| !entity.range.is_empty()) else {
        return false;
    };
    let mut fields: Vec<(&Scalar, &Scalar)> = Vec::new();
    gather(record, &mut fields);
    let mut ranges: Vec<Range<usize>> = fields.iter().map(|(_, value)| value.range.clone()).collect();
    ranges.push(entity.range.clone());
    ranges.retain(|range| text.get(range.clone()).is_some_and(|words| !words.is_empty()));
    ranges.sort_by_key(|range| range.start);
    let (Some(first), Some(last)) = (ranges.first().cloned(), ranges.last().cloned()) else {
        return false;
    };
    for pair in ranges.windows(2) {
        page.part(&pair[0], &pair[1]);
    }
    for range in &ranges {
        page.keep(range.clone(), Scope::TableRow, 0);
    }
    page.close();
    for (key, value) in fields {
        let attribute = columns.attributes.get(&key.text).cloned();
        let wanted = columns.attributes.is_empty() || attribute.is_some();
        if wanted && key.text != columns.entity && !value.range.is_empty() && !key.range.is_empty() {
            page.cells.push(Cell {
                row: entity.range.clone(),
                key: key.range.clone(),
                value: value.range.clone(),
                line: first.start..last.end,
                attribute,
                is_named: true,
                ..Cell::default()
            });
        }
    }
    true
}

/// The scalars of a record and of the tables in it, each with its own key.
fn gather<'n>(record: &'n Node, fields: &mut Vec<(&'n Scalar, &'n Scalar)>) {
    let Node::Table(entries) = record else { return };
    for (key, value) in entries {
        match value {
            Node::Table(_) => gather(value, fields),
            _ => fields.extend(value.scalars().into_iter().map(|scalar| (key, scalar))),
        }
    }
}
