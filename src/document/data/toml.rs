//! TOML.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Broken, Node, Scalar, unquoted};

/// Reads `text[within]`.
///
/// # Errors
///
/// Where it is no TOML.
pub(in crate::document) fn read(text: &str, within: Range<usize>) -> Result<Node, Broken> {
    let table = DeTable::parse(&text[within.clone()]).map_err(|error| Broken {
        at: within.start + error.span().map_or(0, |span| span.start),
        reason: error.message().to_owned(),
    })?;
    Ok(table_of(text, within.start, table.get_ref()))
}

fn table_of(text: &str, start: usize, table: &DeTable<'_>) -> Node {
    let mut entries: Vec<(Scalar, Node)> = table
        .iter()
        .map(|(key, value)| {
            let key = Scalar {
                text: key.get_ref().to_string(),
                range: placed(text, start, key.span()),
            };
            (key, node(text, start, value))
        })
        .collect();
    entries.sort_by_key(|(key, _)| key.range.start);
    Node::Table(entries)
}

fn node(text: &str, start: usize, value: &Spanned<DeValue<'_>>) -> Node {
    let range = placed(text, start, value.span());
    let words = match value.get_ref() {
        DeValue::Array(values) => return Node::List(values.iter().map(|value| node(text, start, value)).collect()),
        DeValue::Table(table) => return table_of(text, start, table),
        DeValue::String(words) => words.to_string(),
        _ => text[range.clone()].to_owned(),
    };
    Node::Scalar(Scalar { text: words, range })
}

fn placed(text: &str, start: usize, span: Range<usize>) -> Range<usize> {
    unquoted(text, start + span.start..start + span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_and_values_stand_where_they_are_said_to() {
        let text = "+++\nname = \"Léon\"\n[more]\nstaff = 12\n+++";
        let node = read(text, 4..text.len() - 3).expect("TOML");
        let name = node.get("name").expect("name").scalars()[0].clone();
        assert_eq!(&text[name.range], "Léon");
        let staff = node
            .get("more")
            .and_then(|more| more.get("staff"))
            .expect("staff")
            .scalars()[0]
            .clone();
        assert_eq!(&text[staff.range], "12");
        assert!(read("a = ", 0..4).is_err());
    }
}
